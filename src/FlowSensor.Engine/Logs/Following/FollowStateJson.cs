using System.Text.Json.Serialization;

namespace FlowSensor.Engine.Logs.Following;

/// <summary>The spelling of <see cref="FollowState"/>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(FollowState))]
internal sealed partial class FollowStateJson : JsonSerializerContext;
