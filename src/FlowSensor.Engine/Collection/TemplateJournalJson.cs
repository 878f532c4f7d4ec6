using System.Text.Json.Serialization;

namespace FlowSensor.Engine.Collection;

/// <summary>Serialiser of the template journal's lines.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TemplateJournalEntry))]
internal sealed partial class TemplateJournalJson : JsonSerializerContext;
