using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace FlowSensor.Dashboard.Api;

/// <summary>Writes documents that are made of nodes.</summary>
[JsonSourceGenerationOptions(WriteIndented = true)]
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class NodeJson : JsonSerializerContext;
