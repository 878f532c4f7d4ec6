using FlowSensor.Engine.Csv;
using FlowSensor.Engine.Routes.Polling;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Routes.Sources;

/// <summary>
/// Routes from a CSV file with a header line: <c>destination</c> (or Dest, Network, Prefix) with a length or with a
/// <c>netmask</c> column, <c>next_hop</c>, and optionally interface, type, protocol, age_s, metric. Other columns are passed
/// over, so the regional list itself can be read back. Lines that start with # are comments.
/// </summary>
public sealed class CsvRouteSource(string router, string file, int maximumRows) : IRouteSource
{
    private const int MaximumProblems = 20;

    /// <inheritdoc/>
    public string Router => router;

    /// <inheritdoc/>
    public async Task<RoutePoll> PollAsync(CancellationToken cancellation)
    {
        try
        {
            return Read(new StringReader(await File.ReadAllTextAsync(file, cancellation).ConfigureAwait(false)));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return RoutePoll.Failed(SnmpFailure.BadFile, $"{file}: {error.Message}");
        }
    }

    internal RoutePoll Read(TextReader text)
    {
        var csv = new CsvTable(text);
        if (csv.Columns.Count == 0)
        {
            return RoutePoll.Failed(SnmpFailure.BadFile, $"{file} is empty: a header line with destination and next_hop is wanted");
        }

        var routes = new List<Route>();
        var problems = new List<string>();
        void Refuse(string problem)
        {
            if (problems.Count < MaximumProblems)
            {
                problems.Add($"line {csv.Line}: {problem}");
            }
        }

        while (csv.Read())
        {
            string destination = csv.Field("destination", "dest", "network", "prefix");
            string mask = csv.Field("netmask", "mask", "prefixlength");
            string nextHop = csv.Field("nexthop", "gateway", "via");
            IpAddress hop = default;
            if (!RouteText.TryReadPrefix(destination, destination.Contains('/', StringComparison.Ordinal) ? "" : mask, false, out IpPrefix prefix))
            {
                Refuse($"'{destination} {mask}' is not a network");
            }
            else if (nextHop.Length > 0 && !IpAddress.TryParse(nextHop, out hop))
            {
                Refuse($"'{nextHop}' is not an address");
            }
            else
            {
                routes.Add(new Route(
                    prefix,
                    hop,
                    RouteText.Number(csv.Field("interface"), 0),
                    RouteText.Kind(csv.Field("type")),
                    RouteText.Protocol(csv.Field("protocol")),
                    RouteText.Number(csv.Field("ages", "age"), -1),
                    RouteText.Number(csv.Field("metric"), -1)));
            }

            if (routes.Count > maximumRows)
            {
                return RoutePoll.Failed(SnmpFailure.TooManyRows, $"{file} has more than {maximumRows} routes");
            }
        }

        return problems.Count > 0
            ? RoutePoll.Failed(SnmpFailure.BadFile, $"{file}: {string.Join("; ", problems)}")
            : new RoutePoll { Routes = routes, Table = file };
    }
}
