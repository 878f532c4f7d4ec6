using FlowSensor.Dashboard.Answers;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Logs.Findings;
using FlowSensor.Engine.Reports;
using FlowSensor.Engine.Reports.Logs;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Dashboard.Api;

/// <summary>Complaints, logs, and how the sensor does.</summary>
internal static class StateEndpoints
{
    private static readonly ApiParameter Source = new("source", ParameterKind.Address, "Only about this host.");

    private static readonly ApiParameter Since = new("since", ParameterKind.Time, "Only types without a line before this time.");

    private static readonly ApiParameter Types = ApiParameters.Top with { Description = "How many message types; 0 for all." };

    private static readonly ApiParameter Kind = new("kind", ParameterKind.Text, "Only this kind.") { Allowed = [.. Enum.GetNames<LogFindingKind>().Select(SnakeCase.Of)] };

    /// <summary>The endpoints.</summary>
    public static IEnumerable<ApiEndpoint> All() =>
    [
        new("GET", "/complaints", "Complaints that were read, the newest first.", ComplaintsAsync)
        {
            Parameters = [ApiParameters.From, ApiParameters.To, Source, ApiParameters.Limit with { Least = 1 }, ApiParameters.Offset],
            HasCsv = true,
            HasPages = true,
            Answer = ApiJson.Default.IReadOnlyListComplaintReport,
        },
        new("GET", "/logs/rare", "Message types, the rarest and most telling first, as 'flowsensor logs rare' prints them.", RareAsync)
        {
            Parameters = [Types, Since],
            HasCsv = true,
            Answer = ReportJsonContext.Default.IReadOnlyListRareLineReport,
        },
        new("GET", "/logs/findings", "What was found while lines were read, the newest first: new types, gaps, overload.", FindingsAsync)
        {
            Parameters = [ApiParameters.From, ApiParameters.To, Kind, ApiParameters.Limit, ApiParameters.Offset],
            HasCsv = true,
            HasPages = true,
            Answer = ApiJson.Default.IReadOnlyListLogFindingRow,
        },
        new("GET", "/health", "How the sensor does: store, outputs, routers, exporters.", HealthAsync) { Answer = ApiJson.Default.SensorHealth },
        new("GET", "/health/exporters", "How each exporter did over a time.", ExportersAsync)
        {
            Parameters = [ApiParameters.From, ApiParameters.To],
            HasCsv = true,
            Answer = ApiJson.Default.IReadOnlyListExporterHealth,
        },
        new("GET", "/ledger", "The way from received to stored, with every loss named.", LedgerAsync)
        {
            Parameters = [ApiParameters.From, ApiParameters.To],
            HasCsv = true,
            Answer = ApiJson.Default.LedgerFlow,
        },
        new("GET", "/ledger/rates", "Curves of what was lost, by cause.", LossAsync)
        {
            Parameters = [ApiParameters.From, ApiParameters.To, ApiParameters.Points],
            HasCsv = true,
            Answer = ApiJson.Default.CurvesReport,
        },
    ];

    private static async Task<ApiAnswer> ComplaintsAsync(ApiRequest request) => ApiAnswer.OfPage(
        await request.Answers.Abuse.ComplaintsAsync(
            request.Range, request.Find<IpAddress>(Source), request.Number(ApiParameters.Limit), request.Number(ApiParameters.Offset), request.Cancellation).ConfigureAwait(false),
        ApiJson.Default.IReadOnlyListComplaintReport,
        ApiJson.Default.ComplaintReport);

    private static async Task<ApiAnswer> RareAsync(ApiRequest request)
    {
        RareLinesReport report = await request.Answers.Logs.RareAsync(request.Number(Types), request.Find<long>(Since), request.Cancellation).ConfigureAwait(false);
        return ApiAnswer.Of(report.Rows, ReportJsonContext.Default.IReadOnlyListRareLineReport) with { CsvNames = RareLinesReport.CsvNames, CsvRows = report.CsvRows, Total = report.Types };
    }

    private static async Task<ApiAnswer> FindingsAsync(ApiRequest request)
    {
        LogFindingKind? kind = request.TextOrNull(Kind) is string name ? Enum.GetValues<LogFindingKind>().First(known => SnakeCase.Of(known.ToString()) == name) : null;
        Page<LogFindingRow> page = await request.Answers.Logs.FindingsAsync(
            request.Range, kind, request.Number(ApiParameters.Limit), request.Number(ApiParameters.Offset), request.Cancellation).ConfigureAwait(false);
        return ApiAnswer.OfPage(page, ApiJson.Default.IReadOnlyListLogFindingRow, ApiJson.Default.LogFindingRow);
    }

    private static async Task<ApiAnswer> HealthAsync(ApiRequest request) =>
        ApiAnswer.Of(await request.Answers.Health.SensorAsync(request.Cancellation).ConfigureAwait(false), ApiJson.Default.SensorHealth);

    private static async Task<ApiAnswer> ExportersAsync(ApiRequest request) => ApiAnswer.OfRows(
        await request.Answers.Health.ExportersAsync(request.Range, request.Cancellation).ConfigureAwait(false), ApiJson.Default.IReadOnlyListExporterHealth, ApiJson.Default.ExporterHealth);

    private static async Task<ApiAnswer> LedgerAsync(ApiRequest request)
    {
        LedgerFlow flow = await request.Answers.Health.LedgerAsync(request.Range, request.Cancellation).ConfigureAwait(false);
        CsvColumns columns = CsvColumns.Of(ApiJson.Default.LossRow);
        return ApiAnswer.Of(flow, ApiJson.Default.LedgerFlow) with { From = flow.From, To = flow.To, CsvNames = columns.Names, CsvRows = flow.Losses.Select(columns.Row) };
    }

    private static async Task<ApiAnswer> LossAsync(ApiRequest request) => TrafficEndpoints.Curves(
        await request.Answers.Health.LossAsync(request.Range, request.Number(ApiParameters.Points), request.Cancellation).ConfigureAwait(false));
}
