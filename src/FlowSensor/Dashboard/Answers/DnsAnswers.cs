using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Reports;
using FlowSensor.Engine.Storage;
using FlowSensor.Engine.Storage.Inspection;

namespace FlowSensor.Dashboard.Answers;

/// <summary>DNS messages.</summary>
internal sealed class DnsAnswers(StorePool pool)
{
    private const string Messages = "dns";
    private const string Types = "dns_type";
    private const string Rcodes = "dns_rcode";

    /// <summary>Sums, types, response codes, the share of NXDOMAIN, and the clients with most flows.</summary>
    /// <param name="range">Time.</param>
    /// <param name="clients">How many clients.</param>
    /// <param name="cancellation">Ends the question.</param>
    public Task<DnsSummary> SummaryAsync(TimeRange range, int clients = 20, CancellationToken cancellation = default) =>
        pool.ShareAsync(("dns", range, clients), (store, _) => Ask(store, range, clients), cancellation);

    /// <summary>Curves in messages a second.</summary>
    /// <param name="range">Time.</param>
    /// <param name="part"><c>dns</c> for queries and responses, <c>dns_type</c>, or <c>dns_rcode</c>.</param>
    /// <param name="points">Most points of a curve.</param>
    /// <param name="cancellation">Ends the question.</param>
    public Task<CurvesReport> CurvesAsync(TimeRange range, string part = Messages, int points = 300, CancellationToken cancellation = default) =>
        pool.ShareAsync(("dns curves", range, part, points), (store, options) => Curves(store, options, range, part, points), cancellation);

    private static CurvesReport Curves(StoreReader store, SensorOptions options, TimeRange range, string part, int points)
    {
        CurvesReport report = new InspectionQuery(store).Curves(range, part, points, Math.Max(1, (long)options.Traffic.Window.TotalSeconds));
        return part == Messages ? report with { Curves = [.. report.Curves.Where(static curve => curve.Service is "queries" or "responses" or "malformed")] } : report;
    }

    private static DnsSummary Ask(StoreReader store, TimeRange range, int clients)
    {
        InspectionQuery query = new(store);
        IReadOnlyDictionary<string, long> messages = query.Sums(range, Messages);
        IReadOnlyDictionary<string, long> rcodes = query.Sums(range, Rcodes);
        long answered = rcodes.Values.Sum();
        return new DnsSummary
        {
            Queries = messages.GetValueOrDefault("queries"),
            Responses = messages.GetValueOrDefault("responses"),
            Malformed = messages.GetValueOrDefault("malformed"),
            OverTcp = messages.GetValueOrDefault("over_tcp"),
            Truncated = messages.GetValueOrDefault("truncated"),
            ClientsFull = messages.GetValueOrDefault("clients_full"),
            QueryOctets = messages.GetValueOrDefault("query_octets"),
            ResponseOctets = messages.GetValueOrDefault("response_octets"),
            NxdomainShare = answered == 0 ? null : Math.Round((double)rcodes.GetValueOrDefault("NXDOMAIN") / answered, 4),
            Types = MostFirst(query.Sums(range, Types)),
            Rcodes = MostFirst(rcodes),
            Clients = new TopSourcesQuery(store).Ask(range, "dns", "request", clients).Rows,
        };
    }

    private static Dictionary<string, long> MostFirst(IReadOnlyDictionary<string, long> sums) =>
        sums.OrderByDescending(static sum => sum.Value).ThenBy(static sum => sum.Key, StringComparer.Ordinal).ToDictionary(static sum => sum.Key, static sum => sum.Value);
}
