using System.Text;
using FlowSensor.Engine.Blocklists;
using FlowSensor.Engine.Logs.Following;
using FlowSensor.Engine.Output.Influx;
using FlowSensor.Engine.Routes;
using FlowSensor.Engine.Routes.Sources;
using FlowSensor.Fuzz.Mutation;
using FlowSensor.Fuzz.Seeds;

namespace FlowSensor.Fuzz.Targets;

/// <summary>Texts that other programs or an earlier run left: routes, a list's entries, answers of InfluxDB, how far logs were read.</summary>
/// <param name="name"><c>routes-json</c>, <c>routes-csv</c>, <c>routes-saved</c>, <c>list-entries</c>, <c>influx-answer</c> or <c>follow-state</c>.</param>
internal sealed class StoredTextTarget(string name) : FuzzTarget
{
    private const int MaximumRoutes = 100;
    private const int LinesSent = 10;

    private const string RoutesJson =
        """
        [{"dst":"default","gateway":"192.0.2.1","dev":"eth0","protocol":"static","metric":100,"flags":[]},{"type":"blackhole","dst":"198.51.100.0/24","nexthops":[{"gateway":"192.0.2.2","dev":"eth1","weight":1}]},
        {"dst":"2001:db8::/32","via":{"family":"inet6","host":"2001:db8::1"},"dev":"eth0","protocol":"kernel","metric":1}]
        """;

    private const string RoutesCsv = "# a comment\ndestination,netmask,next_hop,interface,type,protocol,age_s,metric\n192.0.2.0/24,,203.0.113.1,1,remote,ospf,10,20\n198.51.100.0,255.255.255.0,203.0.113.1,2,local,netmgmt,,\n\"2001:db8::/32\",,2001:db8::1,,,,,\n";
    private const string RoutesSaved = "# read\t1767571200000\tipCidrRouteTable\trouter.example\n" + RoutesCsv;
    private const string Entries = """{"made":"2026-01-05T00:00:00Z","entries":[{"network":"192.0.2.1/32","reason":"smtp_sender: 99","expires":"2026-01-06T00:00:00Z","incidents":["a","b"]}],"gone":["198.51.100.0/24"]}""";
    private const string Influx = """{"error":"partial write of line protocol occurred","data":[{"error_message":"unable to parse 'a': bad","line_number":1}],"message":"partial write: dropped=3","code":"invalid"}""";
    private const string Follow = """{"files":[{"device":1,"inode":2,"offset":5,"head":{"length":3,"hash":4},"tail":{"length":3,"hash":4}}],"done":[{"length":3,"hash":4}]}""";

    private string? _folder;

    /// <inheritdoc/>
    public override string Name => name;

    /// <inheritdoc/>
    public override string Description => name switch
    {
        "routes-json" => "IpRouteJsonSource, what 'ip -j route' prints",
        "routes-csv" => "CsvRouteSource, a table of routes",
        "routes-saved" => "RouteSnapshots, a router's saved table",
        "list-entries" => "BlocklistFile, the entries beside a list",
        "influx-answer" => "InfluxRefusal, the body of an answer",
        _ => "FollowState, how far logs were read",
    };

    /// <inheritdoc/>
    public override InputForm Form => InputForm.Text;

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Tokens { get; } =
    [
        .. Seed(name).Replace("\"", " \" ", StringComparison.Ordinal).Split([' ', '\n', ','], StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal).Select(Encoding.UTF8.GetBytes),
        "\"\\ud800\""u8.ToArray(), "null"u8.ToArray(), "1e400"u8.ToArray(), "true"u8.ToArray(),
    ];

    /// <inheritdoc/>
    // A document, a route or a sentence for each line; a table of routes.
    public override long MostAllocated(int length) => (name == "routes-saved" ? 1_000_000 : 100_000) + (1_000L * length);

    /// <inheritdoc/>
    public override IEnumerable<byte[]> Seeds(SeedFiles files) => [Encoding.UTF8.GetBytes(Seed(name))];

    /// <inheritdoc/>
    public override void Run(ReadOnlySpan<byte> input, ref Observation seen)
    {
        switch (name)
        {
            case "routes-json":
                Take(new IpRouteJsonSource("a", "f", MaximumRoutes).Read(input.ToArray()), ref seen);
                break;
            case "routes-csv":
                Take(new CsvRouteSource("a", "f", MaximumRoutes).Read(new StringReader(Encoding.UTF8.GetString(input))), ref seen);
                break;
            case "routes-saved":
                RouterState state = new("a", 0.5, 3);
                seen.Status(new RouteSnapshots(Place(".csv", input), MaximumRoutes).TryRestore(state) ? 1 : 0);
                seen.Count(state.View.Table.Count);
                seen.Add(state.View.ReadAt);
                break;
            case "list-entries":
                TakeEntries(new BlocklistFile(Path.Combine(Place(".entries", input), "a")), ref seen);
                break;
            case "influx-answer":
                InfluxRefusal refusal = InfluxRefusal.Read(Encoding.UTF8.GetString(input), LinesSent);
                seen.Status(refusal.IsPartial ? 1 : 0);
                seen.Count(refusal.Lines);
                seen.Add(refusal.Reason);
                if (refusal.Lines is < 0 or > LinesSent || refusal.Reason.Any(char.IsControl))
                {
                    throw new PropertyException("more lines refused than sent, or control characters in the reason");
                }

                break;
            default:
                FollowState? follow = FollowState.FromJson(Encoding.UTF8.GetString(input));
                seen.Status(follow is null ? 0 : 1);
                seen.Count(follow?.Files.Count ?? 0);
                seen.Count(follow?.Done.Count ?? 0);
                break;
        }
    }

    private static string Seed(string name) => name switch
    {
        "routes-json" => RoutesJson,
        "routes-csv" => RoutesCsv,
        "routes-saved" => RoutesSaved,
        "list-entries" => Entries,
        "influx-answer" => Influx,
        _ => Follow,
    };

    // Puts an input where its reader looks for it: a file "a" in a folder, which is returned.
    private string Place(string ending, ReadOnlySpan<byte> input)
    {
        _folder ??= ScratchFolder.For(name);
        using FileStream file = File.Create(Path.Combine(_folder, "a" + ending));
        file.Write(input);
        return _folder;
    }

    private static void TakeEntries(BlocklistFile list, ref Observation seen)
    {
        try
        {
            IReadOnlyList<BlockEntry> entries = list.Read();
            seen.Count(entries.Count);
            foreach (BlockEntry entry in entries)
            {
                seen.Add(entry.Network.ToString());
                seen.Add(entry.Reason);
                seen.Count(entry.Incidents.Count);
            }
        }
        catch (BlocklistException refused)
        {
            seen.Status(1);
            seen.Add(refused.Message);
        }
    }

    private static void Take(RoutePoll poll, ref Observation seen)
    {
        seen.Status((int)poll.Failure);
        seen.Count(poll.Routes.Count);
        seen.Count(poll.BadRows);
        seen.Add(poll.Detail);
        if (poll.Routes.Count > MaximumRoutes)
        {
            throw new PropertyException("more routes than allowed");
        }
    }
}
