using System.Text.Json;
using System.Text.RegularExpressions;
using FlowSensor.Generator;
using FlowSensor.IntegrationTests.Packets;
using FlowSensor.IntegrationTests.Peers;
using FlowSensor.Tests.Peers;

namespace FlowSensor.IntegrationTests.TimeSeries;

/// <summary>
/// The dashboards against a real InfluxDB that a running sensor has filled from captures: every query of every panel, variable and
/// annotation is asked as Grafana would, and has to give data.
/// </summary>
public sealed partial class GrafanaTests : IDisposable
{
    private const int OldestSchema = 36;
    private static readonly string[] Captures = ["quickstart", "mail-ordinary", "mail-user-unknown", "mail-ordinary-v9", "dns-mix", "pop3-load", "flood"];

    private readonly TemporaryFolder _folder = new();

    public static string Folder { get; } = Path.GetFullPath(Path.Combine(RecordedScenario.CaptureOf("quickstart"), "..", "..", "..", "grafana"));

    public static TheoryData<string> Dashboards => [.. Names];

    private static string[] Names { get; } = [.. Directory.EnumerateFiles(Path.Combine(Folder, "dashboards"), "*.json").Select(static path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Dashboards_Names_AreThoseAsked() =>
        Assert.Equal(["dns.json", "exporters.json", "incidents.json", "mail-servers.json", "next-hops.json", "overview.json", "smtp.json"], Names);

    [Theory]
    [MemberData(nameof(Dashboards))]
    public void Dashboard_Structure_IsWhole(string name)
    {
        JsonElement board = Read(name);
        JsonElement[] panels = [.. board.GetProperty("panels").EnumerateArray()];

        Assert.InRange(board.GetProperty("schemaVersion").GetInt32(), OldestSchema, 100);
        Assert.Equal(panels.Length, panels.Select(static panel => panel.GetProperty("id").GetInt32()).Distinct().Count());
        Assert.NotEmpty(board.GetProperty("description").GetString()!);
        Assert.Equal("flowsensor-" + Path.GetFileNameWithoutExtension(name), board.GetProperty("uid").GetString());
        Assert.NotEqual(0, board.GetProperty("links").GetArrayLength());
        Assert.NotEqual(0, board.GetProperty("annotations").GetProperty("list").GetArrayLength());
        foreach (JsonElement panel in panels)
        {
            Assert.NotEmpty(panel.GetProperty("title").GetString()!);
            Assert.NotEmpty(panel.GetProperty("description").GetString()!);
            Assert.NotEmpty(panel.GetProperty("fieldConfig").GetProperty("defaults").GetProperty("unit").GetString()!);
            Assert.Equal("flowsensor", panel.GetProperty("datasource").GetProperty("uid").GetString());
            Assert.All(panel.GetProperty("targets").EnumerateArray(), static target => Assert.Equal("flowsensor", target.GetProperty("datasource").GetProperty("uid").GetString()));
        }

        // No two panels over each other, none beyond the width of 24.
        JsonElement[] places = [.. panels.Select(static panel => panel.GetProperty("gridPos"))];
        bool[,] taken = new bool[24, 500];
        foreach (JsonElement place in places)
        {
            for (int x = Place(place, "x"); x < Place(place, "x") + Place(place, "w"); x++)
            {
                for (int y = Place(place, "y"); y < Place(place, "y") + Place(place, "h"); y++)
                {
                    Assert.False(taken[x, y]);
                    taken[x, y] = true;
                }
            }
        }
    }

    [Fact]
    public void Provisioning_DataSource_IsTheOneOfTheDashboards()
    {
        foreach (string file in (string[])["influxdb.yaml", "influxdb1.yaml.sample"])
        {
            string text = File.ReadAllText(Path.Combine(Folder, "provisioning", "datasources", file));
            Assert.Contains("uid: flowsensor\n", text, StringComparison.Ordinal);
            Assert.Contains("type: influxdb\n", text, StringComparison.Ordinal);
        }
    }

    [PeerFact("influxd")]
    public void Queries_OfEveryDashboard_GiveData()
    {
        using InfluxServer influx = new();
        influx.CreateDatabase("flowsensor");
        Fill(influx);
        List<string> empty = [];
        int asked = 0;
        foreach (string name in Names)
        {
            foreach ((string where, string query) in QueriesOf(Read(name)))
            {
                asked++;
                if (!HasData(influx.Query("flowsensor", Filled(query))))
                {
                    empty.Add($"{name}, {where}: {Filled(query)}");
                }
            }
        }

        Assert.True(empty.Count == 0, $"{empty.Count} of {asked} queries give nothing:\n{string.Join('\n', empty)}");
        Assert.True(asked > 70, $"{asked} queries");
    }

    [GeneratedRegex(@"\$__interval_ms")]
    private static partial Regex IntervalInMilliseconds();

    private static int Place(JsonElement place, string name) => place.GetProperty(name).GetInt32();

    private static JsonElement Read(string name) => JsonElement.Parse(File.ReadAllText(Path.Combine(Folder, "dashboards", name)));

    private static IEnumerable<(string Where, string Query)> QueriesOf(JsonElement board)
    {
        foreach (JsonElement variable in board.GetProperty("templating").GetProperty("list").EnumerateArray())
        {
            yield return ($"variable {variable.GetProperty("name")}", variable.GetProperty("query").GetString()!);
        }

        foreach (JsonElement annotation in board.GetProperty("annotations").GetProperty("list").EnumerateArray())
        {
            yield return ($"annotation {annotation.GetProperty("name")}", annotation.GetProperty("query").GetString()!);
        }

        foreach (JsonElement panel in board.GetProperty("panels").EnumerateArray())
        {
            foreach (JsonElement target in panel.GetProperty("targets").EnumerateArray())
            {
                yield return ($"panel {panel.GetProperty("title")}", target.GetProperty("query").GetString()!);
            }
        }
    }

    // As Grafana fills them in: the time range, the interval of a point, and variables with everything chosen.
    private static string Filled(string query) => IntervalInMilliseconds().Replace(query, "3600000")
        .Replace("$timeFilter", "time >= '2026-01-01T00:00:00Z' AND time <= now() + 1d", StringComparison.Ordinal)
        .Replace("$__interval", "1h", StringComparison.Ordinal)
        .Replace("$exporter", ".*", StringComparison.Ordinal)
        .Replace("$server", ".*", StringComparison.Ordinal)
        .Replace("$service", "smtp", StringComparison.Ordinal);

    // Every column has a value somewhere: a field that nobody writes has none.
    private static bool HasData(IReadOnlyList<JsonElement> answer)
    {
        string[] columns = [.. answer.SelectMany(static series => series.GetProperty("columns").EnumerateArray()).Select(static column => column.GetString()!).Distinct()];
        return columns.Length > 0 && columns.All(column => answer.Any(series =>
        {
            int at = series.GetProperty("columns").EnumerateArray().ToList().FindIndex(name => name.GetString() == column);
            return at >= 0 && series.GetProperty("values").EnumerateArray().Any(row => row[at].ValueKind != JsonValueKind.Null);
        }));
    }

    private void Fill(InfluxServer influx)
    {
        File.WriteAllText(_folder.File("institutions.yaml"), "institutions:\n  - {name: Sample University, networks: [192.0.2.0/24], abuse: abuse@univ.example}\n");
        File.WriteAllText(_folder.File("flowsensor.yaml"), $$"""
            sensor: {name: edge1, networks: [192.0.2.0/24, "2001:db8::/32"]}
            inputs:
              netflow: {listen: ["127.0.0.1:{{LoopbackPort.FreeUdp()}}"]}
              sflow: {listen: ["127.0.0.1:{{LoopbackPort.FreeUdp()}}"]}
            contacts: {files: [institutions.yaml]}
            dashboard: {listen: "127.0.0.1:{{LoopbackPort.FreeTcp()}}"}
            outputs:
              influxdb: {url: "{{influx.Url}}", version: 1, database: flowsensor}
            """);
        // Busy senders, which the recorded captures have none of.
        using (PcapOutput output = new(_folder.File("busy.pcap"), false))
        {
            new ExportStream(new GeneratorOptions { Format = ExportFormat.V9, Records = 20_000, Sources = 20, Exporters = 2 }, output).Run();
        }

        string[] files = ["--replay", _folder.File("busy.pcap"), .. Captures.SelectMany(static name => (string[])["--replay", RecordedScenario.CaptureOf(name)])];
        using PeerProcess sensor = PeerProcess.StartSensor(_folder.Path, ["run", "--config", "flowsensor.yaml", .. files]);
        sensor.WaitUntil(() => sensor.Errors.Contains("Replayed", StringComparison.Ordinal));
        Assert.Equal(0, sensor.Stop());
    }
}
