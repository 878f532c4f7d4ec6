using System.CommandLine;
using System.Net;
using FlowSensor.Commands.Asking;
using FlowSensor.Commands.Printing;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Routes;
using FlowSensor.Engine.Routes.Polling;
using FlowSensor.Engine.Routes.Topology;

namespace FlowSensor.Commands.Routes;

/// <summary><c>flowsensor routes</c>: reads the routers' tables and prints the regional list, its changes, or the topology.</summary>
internal static class RoutesCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        ExampleCommand command = new(
            "routes",
            "Reads the routers' route tables and prints next hop, destination, netmask and number of /24 networks.",
            ("flowsensor routes", "all routers of the configuration"),
            ("flowsensor routes --router 192.0.2.1 --community-file c.txt", "one router without a configuration"),
            ("flowsensor routes --url http://127.0.0.1:8080", "as a running sensor knows them"),
            ("flowsensor routes --diff", "what changed since the last reading"),
            ("flowsensor routes --dot --depth 2 | dot -Tsvg > region.svg", "the region as a picture"));
        Argument<string[]> names = new("ROUTER") { Description = "Only these routers, by their names in lists", Arity = ArgumentArity.ZeroOrMore };
        Option<bool> json = CommonOptions.Json();
        Option<bool> csv = CommonOptions.Csv();
        Option<bool> diff = new("--diff") { Description = "Print what changed since the last reading" };
        Option<bool> saved = new("--saved") { Description = "Print the last tables without asking the routers" };
        Option<bool> dot = new("--dot") { Description = "Explore the next hops and print a Graphviz graph" };
        Option<int?> depth = new("--depth") { Description = "Next hops to follow for --dot (default: snmp.topology_depth)", HelpName = "N" };
        Option<string?> router = new("--router") { Description = "Ask this router instead of the configured ones, as address or address:port", HelpName = "ADDRESS" };
        Option<string?> file = new("--file") { Description = "Read routes from a file: .csv, or .json as 'ip -j route' prints it", HelpName = "FILE" };
        Option<string?> community = new("--community-file") { Description = "File with the community for --router (default: public)", HelpName = "FILE" };
        Option<string> version = new("--snmp") { Description = "SNMP version for --router; version 3 is set in the configuration", DefaultValueFactory = static _ => "2c" };
        version.AcceptOnlyFromAmong("1", "2c");
        Option<string> table = new("--table") { Description = "Which route table to read", DefaultValueFactory = static _ => "auto" };
        table.AcceptOnlyFromAmong([.. SnmpRouteSource.Tables]);
        command.Arguments.Add(names);
        foreach (Option option in (IEnumerable<Option>)[router, file, community, version, table, saved, diff, dot, depth, json, csv])
        {
            command.Options.Add(option);
        }

        StoreFolder store = new(command);

        RemoteOptions remote = new(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            OutputForm form = StoreQuestion.FormOf(parsed.GetValue(json), parsed.GetValue(csv));
            if (remote.Sensor(parsed, store.Option, router, file, diff, dot) is RemoteSensor sensor)
            {
                using (sensor)
                {
                    return RoutesOutput.PrintRemote(sensor, form, parsed.GetValue(names) ?? []);
                }
            }

            SensorOptions options = store.Options(parsed);
            SnmpOptions snmp = options.Snmp;
            bool named = parsed.GetValue(router) is not null || parsed.GetValue(file) is not null;
            if (named)
            {
                snmp.Routers = [Named(parsed.GetValue(router), parsed.GetValue(file), parsed.GetValue(community), parsed.GetValue(version)!, parsed.GetValue(table)!)];
            }

            Select(snmp, parsed.GetValue(names) ?? []);
            if (parsed.GetValue(dot))
            {
                snmp.TopologyDepth = parsed.GetValue(depth) ?? snmp.TopologyDepth;
                return await PrintTopologyAsync(snmp, cancellation).ConfigureAwait(false);
            }

            var snapshots = new RouteSnapshots(Path.Combine(store.Path(parsed, options), "routes"), snmp.MaxRoutes);
            IReadOnlyList<RouterView> views = await RoutesReading.ReadAsync(snmp, snapshots, !parsed.GetValue(saved), keep: !named, cancellation).ConfigureAwait(false);
            return RoutesOutput.Print(views, form, parsed.GetValue(diff));
        });
        return command;
    }

    private static SnmpRouterOptions Named(string? address, string? file, string? communityFile, string version, string table)
    {
        if (address is not null && file is not null)
        {
            throw new CommandException("--router and --file exclude each other; give one of them.", ExitCode.WrongUsage);
        }

        if (address is null)
        {
            return new SnmpRouterOptions { File = file };
        }

        if (!IPEndPoint.TryParse(address, out IPEndPoint? endPoint))
        {
            throw new CommandException($"--router: '{address}' is not an address such as 192.0.2.1 or 192.0.2.1:161.", ExitCode.WrongUsage);
        }

        try
        {
            return new SnmpRouterOptions
            {
                Address = endPoint.Port == 0 ? new IPEndPoint(endPoint.Address, 161) : endPoint,
                Version = version,
                Community = communityFile is null ? "public" : File.ReadAllText(communityFile).Trim(),
                Table = table,
            };
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"--community-file: {error.Message}", ExitCode.WrongUsage);
        }
    }

    private static void Select(SnmpOptions snmp, string[] names)
    {
        foreach (string name in names)
        {
            if (!snmp.Routers.Exists(router => router.DisplayName == name))
            {
                throw new CommandException(
                    $"there is no router '{name}' in the configuration; known are {string.Join(", ", snmp.Routers.Select(router => router.DisplayName))}.",
                    ExitCode.WrongUsage);
            }
        }

        if (names.Length > 0)
        {
            snmp.Routers = [.. snmp.Routers.Where(router => names.Contains(router.DisplayName))];
        }

        if (snmp.Routers.Count == 0)
        {
            throw new CommandException("no router is configured; name one in snmp.routers of the configuration, or with --router or --file.", ExitCode.WrongUsage);
        }
    }

    private static async Task<int> PrintTopologyAsync(SnmpOptions snmp, CancellationToken cancellation)
    {
        SnmpTarget[] start = [.. snmp.Routers.Where(router => router.Address is not null).Select(router => router.ToTarget())];
        if (start.Length == 0)
        {
            throw new CommandException("--dot asks routers by SNMP, but only files of routes are configured; name a router with an address.", ExitCode.WrongUsage);
        }

        RegionalTopology topology = await new TopologyWalk(snmp, new TopologyReader(snmp, TimeProvider.System).ReadAsync).RunAsync(start, cancellation).ConfigureAwait(false);
        Console.Out.Write(topology.ToDot());
        foreach (TopologyRouter router in topology.Routers.Where(router => !router.Answered && router.Detail.Length > 0 && router.Depth <= snmp.TopologyDepth))
        {
            Console.Error.WriteLine($"{router.Name}: {router.Detail}.");
        }

        return topology.Routers.Any(router => router.Answered) ? ExitCode.Done : ExitCode.Failed;
    }
}
