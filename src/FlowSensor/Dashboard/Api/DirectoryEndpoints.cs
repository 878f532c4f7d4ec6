using FlowSensor.Dashboard.Answers;
using FlowSensor.Engine.Routes.Listing;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Dashboard.Api;

/// <summary>Routes and contacts.</summary>
internal static class DirectoryEndpoints
{
    private static readonly ApiParameter Network = new("search", ParameterKind.Network, "Only routes within this network, or that lead to it.");

    private static readonly ApiParameter Router = new("router", ParameterKind.Words, "Only routes of these routers, by their names in lists.") { MostCharacters = 10_000 };

    private static readonly ApiParameter NextHop = new("next_hop", ParameterKind.Address, "Next hop towards the address, where no route tells it.");

    private static readonly ApiParameter Offline = new("offline", ParameterKind.Flag, "Ask no RWhois, whois or RDAP server.");

    /// <summary>The endpoints.</summary>
    public static IEnumerable<ApiEndpoint> All() =>
    [
        new("GET", "/routes", "The regional list, as 'flowsensor routes --saved' prints it.", static request => Task.FromResult(Routes(request)))
        {
            Parameters = [Network, Router, ApiParameters.Limit, ApiParameters.Offset],
            HasCsv = true,
            HasPages = true,
            Answer = DirectoryJson.Default.IReadOnlyListRouteRow,
        },
        new("GET", "/routers", "The routers whose tables are read, and how that goes.", static request => Task.FromResult(
            ApiAnswer.OfRows(request.Answers.Directory.Routers(), ApiJson.Default.IReadOnlyListRouterRow, ApiJson.Default.RouterRow)))
        {
            HasCsv = true,
            Answer = ApiJson.Default.IReadOnlyListRouterRow,
        },
        new("GET", "/topology", "The routers, the next hops in their tables, and how much lies behind each.", static request => Task.FromResult(
            ApiAnswer.Of(request.Answers.Directory.Topology(), ApiJson.Default.TopologyGraph)))
        {
            Answer = ApiJson.Default.TopologyGraph,
        },
        new("GET", "/contacts/{address}", "Whose an address is, whom to write to, and how that was found, as 'flowsensor contact' prints it.", ContactAsync)
        {
            Parameters = [ApiParameters.AddressInPath, NextHop, Offline],
            Answer = DirectoryJson.Default.ContactDetails,
        },
    ];

    private static ApiAnswer Routes(ApiRequest request)
    {
        Page<RouteLine> page = request.Answers.Directory.Lines(
            request.Find<IpPrefix>(Network), request.Number(ApiParameters.Limit), request.Number(ApiParameters.Offset), request.Words(Router));
        return ApiAnswer.Of([.. page.Rows.Select(static line => RouteRow.Of(line.View, line.Route))], DirectoryJson.Default.IReadOnlyListRouteRow) with
        {
            CsvNames = RegionalList.CsvHeader.Split(','),
            CsvRows = page.Rows.Select(static line => RegionalList.CsvRow(line.View, line.Route)),
            HasMore = page.HasMore,
            Total = page.Total,
        };
    }

    private static async Task<ApiAnswer> ContactAsync(ApiRequest request) => ApiAnswer.Of(
        await request.Answers.Directory.ContactAsync(
            request.Address(ApiParameters.AddressInPath), request.Find<IpAddress>(NextHop) ?? default, request.Flag(Offline), request.Cancellation).ConfigureAwait(false),
        DirectoryJson.Default.ContactDetails);
}
