using System.Text.Json.Serialization;

namespace FlowSensor.Engine.Logs.Rare;

/// <summary>The spelling of <see cref="StoredMessageType"/>.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(StoredMessageType))]
internal sealed partial class StoredTypeJson : JsonSerializerContext;
