using System.Globalization;
using FlowSensor.Dashboard.Answers;
using FlowSensor.Engine.Capturing;
using FlowSensor.Engine.Reports;
using FlowSensor.Engine.Storage;
using FlowSensor.Engine.Traffic;

namespace FlowSensor.Dashboard.Api;

/// <summary>Rates, sums, distributions, and the tables of <c>top</c>, <c>buckets</c> and <c>exporters</c>.</summary>
internal static class TrafficEndpoints
{
    private static readonly ApiParameter BandsBy = new("by", ParameterKind.Text, "What is counted; without it both, where both are kept.") { Allowed = ["source", "pair"] };

    private static readonly ApiParameter TopBy = new("by", ParameterKind.Text, "What is listed.") { Allowed = ["source", "next-hop", "institution"], Default = "source" };

    /// <summary>The endpoints.</summary>
    public static IEnumerable<ApiEndpoint> All() =>
    [
        new("GET", "/rates", "Curves of services over time, reduced to at most so many points without losing a peak.", RatesAsync)
        {
            Parameters = [ApiParameters.From, ApiParameters.To, ApiParameters.Service, ApiParameters.Direction, ApiParameters.Measure, ApiParameters.Points],
            HasCsv = true,
            Answer = ApiJson.Default.CurvesReport,
        },
        new("GET", "/services", "Sums of every service and direction.", ServicesAsync)
        {
            Parameters = [ApiParameters.From, ApiParameters.To],
            HasCsv = true,
            Answer = ApiJson.Default.IReadOnlyListServiceSum,
        },
        new("GET", "/top", "The sources, next hops or institutions with most flows, as 'flowsensor top' prints them.", TopAsync)
        {
            Parameters = [ApiParameters.From, ApiParameters.To, ApiParameters.Service, ApiParameters.Direction, TopBy, ApiParameters.Top],
            HasCsv = true,
            Answer = ReportJsonContext.Default.IReadOnlyListSourceReport,
        },
        new("GET", "/buckets", "The distribution over the bands of flow counts, as 'flowsensor buckets' prints it; without a time, of the newest day, hour or window.", BucketsAsync)
        {
            Parameters = [ApiParameters.From, ApiParameters.To, ApiParameters.Service, ApiParameters.Direction, BandsBy],
            HasCsv = true,
            Answer = ReportJsonContext.Default.IReadOnlyListBucketReport,
        },
        new("GET", "/exporters", "The exporters with their ledgers, as 'flowsensor exporters' prints them.", ExportersAsync)
        {
            Parameters = [ApiParameters.From, ApiParameters.To],
            HasCsv = true,
            Answer = ReportJsonContext.Default.IReadOnlyListExporterReport,
        },
        new("GET", "/interfaces", "The interfaces that packets are taken from, as 'flowsensor exporters --interfaces' prints them.", InterfacesAsync)
        {
            Parameters = [ApiParameters.From, ApiParameters.To],
            HasCsv = true,
            Answer = ReportJsonContext.Default.IReadOnlyListInterfaceCounters,
        },
    ];

    /// <summary>An answer of curves.</summary>
    public static ApiAnswer Curves(CurvesReport report) => ApiAnswer.Of(report, ApiJson.Default.CurvesReport) with
    {
        From = report.From,
        To = report.To,
        CsvNames = ["service", "direction", "time", "mean", "min", "max"],
        CsvRows = report.Curves.SelectMany(static curve => curve.Points.Select(point => (IReadOnlyList<string>)
            [curve.Service, curve.Direction, ApiHeaders.Time(point.Time), Plain(point.Mean), Plain(point.Min), Plain(point.Max)])),
    };

    private static async Task<ApiAnswer> RatesAsync(ApiRequest request) => Curves(await request.Answers.Traffic.RatesAsync(
        request.Range, request.TextOrNull(ApiParameters.Service), request.TextOrNull(ApiParameters.Direction), ApiParameters.MeasureOf(request.Text(ApiParameters.Measure)),
        request.Number(ApiParameters.Points), request.Cancellation).ConfigureAwait(false));

    private static async Task<ApiAnswer> ServicesAsync(ApiRequest request)
    {
        StoreAnswer<ServiceSum> answer = await request.Answers.Traffic.ServicesAsync(request.Range, request.Cancellation).ConfigureAwait(false);
        return ApiAnswer.OfRows(answer.Rows, ApiJson.Default.IReadOnlyListServiceSum, ApiJson.Default.ServiceSum).Over(answer);
    }

    private static async Task<ApiAnswer> TopAsync(ApiRequest request)
    {
        string? service = request.TextOrNull(ApiParameters.Service);
        string? direction = request.TextOrNull(ApiParameters.Direction);
        int count = request.Number(ApiParameters.Top);
        if (request.Text(TopBy) != "source")
        {
            GroupSubject by = request.Text(TopBy) == "institution" ? GroupSubject.Institution : GroupSubject.NextHop;
            StoreAnswer<GroupReport> groups = await request.Answers.Traffic.TopGroupsAsync(request.Range, by, service, direction, count, request.Cancellation).ConfigureAwait(false);
            return (ApiAnswer.Of(groups.Rows, ReportJsonContext.Default.IReadOnlyListGroupReport) with { CsvNames = ReportColumns.Groups, CsvRows = groups.Rows.Select(ReportColumns.Of) }).Over(groups);
        }

        if (TrafficAnswers.IsLong(service, count))
        {
            await request.EnterAsync(count).ConfigureAwait(false);
            (StoreAnswer<(string Service, string Direction)> services, IAsyncEnumerable<SourceReport> rows) =
                await request.Answers.Traffic.EachTopSourceAsync(request.Range, service, direction, count, request.Cancellation).ConfigureAwait(false);
            return ApiAnswer.OfLaterRows(rows, ReportJsonContext.Default.IAsyncEnumerableSourceReport, ReportColumns.Sources, ReportColumns.Of).Over(services);
        }

        StoreAnswer<SourceReport> answer = await request.Answers.Traffic.TopSourcesAsync(request.Range, service, direction, count, request.Cancellation).ConfigureAwait(false);
        return (ApiAnswer.Of(answer.Rows, ReportJsonContext.Default.IReadOnlyListSourceReport) with { CsvNames = ReportColumns.Sources, CsvRows = answer.Rows.Select(ReportColumns.Of) }).Over(answer);
    }

    private static async Task<ApiAnswer> BucketsAsync(ApiRequest request)
    {
        BandSubject? by = request.TextOrNull(BandsBy) switch
        {
            "pair" => BandSubject.Pair,
            "source" => BandSubject.Source,
            _ => null,
        };
        StoreAnswer<BucketReport> answer = await request.Answers.Traffic.BandsAsync(
            request.Range, request.TextOrNull(ApiParameters.Service), request.TextOrNull(ApiParameters.Direction), by, request.Cancellation).ConfigureAwait(false);
        return (ApiAnswer.Of(answer.Rows, ReportJsonContext.Default.IReadOnlyListBucketReport) with { CsvNames = ReportColumns.Buckets, CsvRows = answer.Rows.Select(ReportColumns.Of) }).Over(answer);
    }

    private static async Task<ApiAnswer> ExportersAsync(ApiRequest request)
    {
        StoreAnswer<ExporterReport> answer = await request.Answers.Traffic.ExportersAsync(request.Range, request.Cancellation).ConfigureAwait(false);
        return (ApiAnswer.Of(answer.Rows, ReportJsonContext.Default.IReadOnlyListExporterReport) with { CsvNames = ReportColumns.Exporters, CsvRows = answer.Rows.Select(ReportColumns.Of) }).Over(answer);
    }

    private static async Task<ApiAnswer> InterfacesAsync(ApiRequest request)
    {
        StoreAnswer<InterfaceCounters> answer = await request.Answers.Traffic.InterfacesAsync(request.Range, request.Cancellation).ConfigureAwait(false);
        return (ApiAnswer.Of(answer.Rows, ReportJsonContext.Default.IReadOnlyListInterfaceCounters) with { CsvNames = ReportColumns.Interfaces, CsvRows = answer.Rows.Select(ReportColumns.Of) }).Over(answer);
    }

    private static string Plain(double value) => value.ToString(CultureInfo.InvariantCulture);
}
