using System.Text.Json.Serialization;
using FlowSensor.Engine.Capturing;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Reports.Logs;

namespace FlowSensor.Engine.Reports;

/// <summary>The spelling of every JSON document on stdout: snake_case keys, absent parts left out.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true,
    Converters = [typeof(UtcTimeConverter)])]
[JsonSerializable(typeof(IReadOnlyList<SourceReport>))]
[JsonSerializable(typeof(IAsyncEnumerable<SourceReport>))]
[JsonSerializable(typeof(IReadOnlyList<GroupReport>))]
[JsonSerializable(typeof(IReadOnlyList<BucketReport>))]
[JsonSerializable(typeof(IReadOnlyList<ExporterReport>))]
[JsonSerializable(typeof(IReadOnlyList<InterfaceCounters>))]
[JsonSerializable(typeof(IReadOnlyList<RareLineReport>))]
[JsonSerializable(typeof(IReadOnlyList<LogGapReport>))]
[JsonSerializable(typeof(IReadOnlyList<ConfigurationProblem>))]
public sealed partial class ReportJsonContext : JsonSerializerContext;
