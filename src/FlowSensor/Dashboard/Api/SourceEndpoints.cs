using FlowSensor.Dashboard.Answers;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Reports;
using FlowSensor.Engine.Reports.Incidents;
using FlowSensor.Engine.Storage;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Dashboard.Api;

/// <summary>The ranking of sources, and everything about one.</summary>
internal static class SourceEndpoints
{
    private static readonly ApiParameter Service = ApiParameters.Service with { Default = "all", Description = "The service." };

    private static readonly ApiParameter Search = new("search", ParameterKind.Network, "Only this address, or sources of this network.");

    private static readonly ApiParameter Sort = new("sort", ParameterKind.Text, "What the ranking is by.") { Allowed = [.. Enum.GetNames<SourceOrder>().Select(SnakeCase.Of)], Default = "flows" };

    private static readonly ApiParameter Order = new("order", ParameterKind.Text, "Which way.") { Allowed = ["desc", "asc"], Default = "desc" };

    private static readonly ApiParameter Trend = new("trend", ParameterKind.Number, "Parts of the time that flows are counted in; 0 for none.") { Default = "0", Most = 200 };

    private static readonly ApiParameter Limit = ApiParameters.Limit with { Default = "50" };

    /// <summary>The endpoints.</summary>
    public static IEnumerable<ApiEndpoint> All() =>
    [
        new("GET", "/sources", "The ranking of sources in one service and direction.", RankAsync)
        {
            Parameters = [ApiParameters.From, ApiParameters.To, Service, ApiParameters.Direction, Search, Sort, Order, Trend, Limit, ApiParameters.Offset],
            HasCsv = true,
            HasPages = true,
            Answer = ApiJson.Default.IReadOnlyListRankedSource,
        },
        new("GET", "/sources/{address}", "One source: its services, contact, incidents, complaints, and other ends.", DetailsAsync)
        {
            Parameters = [ApiParameters.AddressInPath, ApiParameters.From, ApiParameters.To],
            Answer = ApiJson.Default.SourceDetails,
        },
        new("GET", "/sources/{address}/history", "Curves of one source by service.", HistoryAsync)
        {
            Parameters = [ApiParameters.AddressInPath, ApiParameters.From, ApiParameters.To, ApiParameters.Service, ApiParameters.Measure with { Default = "flows" }, ApiParameters.Points],
            HasCsv = true,
            Answer = ApiJson.Default.CurvesReport,
        },
        new("GET", "/sources/{address}/peers", "With whom one source had to do, from the flow records kept as evidence.", PeersAsync)
        {
            Parameters = [ApiParameters.AddressInPath, ApiParameters.From, ApiParameters.To, ApiParameters.Limit with { Description = "How many.", Least = 1, Most = 10_000 }],
            HasCsv = true,
            Answer = ApiJson.Default.IReadOnlyListPeerReport,
        },
        new("GET", "/sources/{address}/evidence", "Flow records kept as evidence of one source, the newest first.", EvidenceAsync)
        {
            Parameters = [ApiParameters.AddressInPath, ApiParameters.From, ApiParameters.To, ApiParameters.Limit with { Least = 1 }, ApiParameters.Offset],
            HasCsv = true,
            HasPages = true,
            Answer = ApiJson.Default.IReadOnlyListFlowRow,
        },
    ];

    private static async Task<ApiAnswer> RankAsync(ApiRequest request)
    {
        int limit = request.Number(Limit);
        await request.EnterAsync(limit).ConfigureAwait(false);
        SourcesQuestion question = new()
        {
            Range = request.Range,
            Service = request.Text(Service),
            Direction = request.TextOrNull(ApiParameters.Direction),
            Network = request.Find<IpPrefix>(Search),
            Order = ApiParameters.OrderOf(request.Text(Sort)),
            IsAscending = request.Text(Order) == "asc",
            Limit = limit == 0 ? int.MaxValue - 1 : limit,
            Offset = request.Number(ApiParameters.Offset),
            TrendParts = limit is 0 or > SourcesQuery.MostOfPage ? 0 : request.Number(Trend),
        };
        if (question.Limit > SourcesQuery.MostOfPage)
        {
            (RankedSources beginning, IAsyncEnumerable<RankedSource> rows) = await request.Answers.Sources.EachAsync(question, request.Cancellation).ConfigureAwait(false);
            CsvColumns columns = CsvColumns.Of(ApiJson.Default.RankedSource);
            return ApiAnswer.OfLaterRows(rows, ApiJson.Default.IAsyncEnumerableRankedSource, columns.Names, columns.Row) with
            {
                From = beginning.From,
                To = beginning.To,
                HasMore = beginning.HasMore,
            };
        }

        RankedSources ranked = await request.Answers.Sources.RankAsync(question, request.Cancellation).ConfigureAwait(false);
        return ApiAnswer.OfRows(ranked.Rows, ApiJson.Default.IReadOnlyListRankedSource, ApiJson.Default.RankedSource) with
        {
            From = ranked.From,
            To = ranked.To,
            HasMore = ranked.HasMore,
        };
    }

    private static async Task<ApiAnswer> DetailsAsync(ApiRequest request) => ApiAnswer.Of(
        await request.Answers.Sources.DetailsAsync(request.Address(ApiParameters.AddressInPath), request.Range, request.Cancellation).ConfigureAwait(false), ApiJson.Default.SourceDetails);

    private static async Task<ApiAnswer> HistoryAsync(ApiRequest request) => TrafficEndpoints.Curves(await request.Answers.Sources.HistoryAsync(
        request.Address(ApiParameters.AddressInPath), request.Range, request.TextOrNull(ApiParameters.Service), ApiParameters.MeasureOf(request.Text(ApiParameters.Measure)),
        request.Number(ApiParameters.Points), request.Cancellation).ConfigureAwait(false));

    private static async Task<ApiAnswer> PeersAsync(ApiRequest request) => ApiAnswer.OfRows(
        await request.Answers.Sources.PeersAsync(
            request.Address(ApiParameters.AddressInPath), request.Range, request.Number(ApiParameters.Limit), request.Cancellation).ConfigureAwait(false),
        ApiJson.Default.IReadOnlyListPeerReport,
        ApiJson.Default.PeerReport);

    private static async Task<ApiAnswer> EvidenceAsync(ApiRequest request)
    {
        Page<EvidenceFlow> page = await request.Answers.Sources.EvidenceAsync(
            request.Address(ApiParameters.AddressInPath), request.Range, request.Number(ApiParameters.Limit), request.Number(ApiParameters.Offset), request.Cancellation).ConfigureAwait(false);
        return ApiAnswer.OfPage(new Page<FlowRow>([.. page.Rows.Select(FlowRow.Of)], page.Offset, page.HasMore), ApiJson.Default.IReadOnlyListFlowRow, ApiJson.Default.FlowRow);
    }
}
