using System.Text.Json.Serialization;

namespace FlowSensor.Doctor;

/// <summary>How <c>doctor --json</c> is spelled.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, Converters = [typeof(GradeConverter)])]
[JsonSerializable(typeof(IReadOnlyList<Finding>))]
internal sealed partial class FindingJsonContext : JsonSerializerContext;
