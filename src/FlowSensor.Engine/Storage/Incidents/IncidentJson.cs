using System.Text.Json.Serialization;
using FlowSensor.Engine.Detection;
using FlowSensor.Engine.Storage.Inspection;

namespace FlowSensor.Engine.Storage.Incidents;

/// <summary>How the parts of an incident are written as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(IReadOnlyList<Contribution>))]
[JsonSerializable(typeof(SmtpAnswers))]
internal sealed partial class IncidentJson : JsonSerializerContext;
