using System.Text.Json.Serialization;
using FlowSensor.Dashboard.Answers;
using FlowSensor.Engine.Reports;
using FlowSensor.Engine.Reports.Mail;

namespace FlowSensor.Dashboard.Api;

/// <summary>The spelling of the API's documents: that of the commands.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true,
    Converters = [typeof(UtcTimeConverter)])]
[JsonSerializable(typeof(ApiProblem))]
[JsonSerializable(typeof(CurvesReport))]
[JsonSerializable(typeof(IReadOnlyList<ServiceSum>))]
[JsonSerializable(typeof(IReadOnlyList<RankedSource>))]
[JsonSerializable(typeof(IAsyncEnumerable<RankedSource>))]
[JsonSerializable(typeof(SourceDetails))]
[JsonSerializable(typeof(IReadOnlyList<PeerReport>))]
[JsonSerializable(typeof(IReadOnlyList<FlowRow>))]
[JsonSerializable(typeof(MailServerDay))]
[JsonSerializable(typeof(IReadOnlyList<MailServerDay>))]
[JsonSerializable(typeof(DnsSummary))]
[JsonSerializable(typeof(IReadOnlyList<IncidentNoteRow>))]
[JsonSerializable(typeof(IReadOnlyList<SilenceRow>))]
[JsonSerializable(typeof(IReadOnlyList<RouterRow>))]
[JsonSerializable(typeof(TopologyGraph))]
[JsonSerializable(typeof(IReadOnlyList<ComplaintReport>))]
[JsonSerializable(typeof(BlocklistText))]
[JsonSerializable(typeof(IReadOnlyList<LogFindingRow>))]
[JsonSerializable(typeof(SensorHealth))]
[JsonSerializable(typeof(LedgerFlow))]
[JsonSerializable(typeof(IReadOnlyList<LossRow>))]
[JsonSerializable(typeof(IReadOnlyList<ExporterHealth>))]
[JsonSerializable(typeof(IReadOnlyList<AuditRow>))]
internal sealed partial class ApiJson : JsonSerializerContext;
