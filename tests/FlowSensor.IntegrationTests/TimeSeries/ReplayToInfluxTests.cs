using System.Text.Json;
using FlowSensor.IntegrationTests.Commands;
using FlowSensor.IntegrationTests.Peers;
using FlowSensor.Tests.Peers;

namespace FlowSensor.IntegrationTests.TimeSeries;

/// <summary>A replay into real databases: what is queried back is what the replay printed.</summary>
public sealed class ReplayToInfluxTests : IDisposable
{
    private static readonly string[] Captures = [CaptureOf("mail-greylist"), CaptureOf("dns-mix"), CaptureOf("pop3-load"), CaptureOf("mail-ordinary-v9"), CaptureOf("flood-ipfix")];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [PeerFact("influxd")]
    public void Replay_IntoInfluxDb_IsReadBackAsPrinted()
    {
        using InfluxServer influx = new();
        influx.CreateDatabase("noc");
        Configure($"{{url: \"{influx.Url}\", version: 1, database: noc}}");

        JsonElement printed = Replay();
        AssertEqual(influx, printed);
        IReadOnlyList<string> series = influx.Series("noc");

        // Again: every point takes its own place.
        Replay();
        AssertEqual(influx, printed);
        Assert.Equal(series, influx.Series("noc"));
    }

    [PeerFact("influxd")]
    public void Replay_UserAndOtherRetentionForTopLists_AreUsed()
    {
        using InfluxServer influx = new("auth-enabled = true");
        influx.Command("CREATE USER admin WITH PASSWORD 'f1rst' WITH ALL PRIVILEGES");
        influx.Credentials = ("admin", "f1rst");
        influx.CreateDatabase("noc");
        influx.Command("CREATE RETENTION POLICY \"short\" ON \"noc\" DURATION 520w REPLICATION 1");
        influx.Command("CREATE USER \"sensor\" WITH PASSWORD 's3cret word'");
        influx.Command("GRANT ALL ON \"noc\" TO \"sensor\"");
        File.WriteAllText(_folder.File("password"), "s3cret word\n");
        Configure($"{{url: \"{influx.Url}\", version: 1, database: noc, user: sensor, password_file: password, top_retention_policy: short}}");

        JsonElement printed = Replay();

        AssertEqual(influx, printed);
        Assert.Empty(influx.Query("noc", "SELECT count(\"flows\") FROM \"top_source\""));
        Assert.NotEmpty(influx.Query("noc", "SELECT count(\"flows\") FROM \"short\".\"top_source\""));
    }

    [PeerTheory("victoria-metrics")]
    [InlineData(1)]
    [InlineData(2)]
    public void Replay_IntoVictoriaMetrics_IsReadBackAsPrinted(int version)
    {
        using VictoriaMetricsServer database = new();
        Configure($"{{url: \"{database.Url}\", version: {version}, org: noc, bucket: flowsensor}}");

        // Files of the same time would write windows in parts, and which of two points it keeps, VictoriaMetrics leaves open.
        JsonElement printed = Replay(CaptureOf("mail-ordinary-v9"));

        foreach (JsonElement service in printed.GetProperty("services").EnumerateArray())
        {
            foreach (string field in (string[])["flows", "packets", "octets"])
            {
                double sum = database.Export("service_" + field)
                    .Where(series => Label(series.Labels, "service") == service.GetProperty("service").GetString() && Label(series.Labels, "direction") == service.GetProperty("direction").GetString())
                    .Sum(static series => series.Points.Values.Sum());
                Assert.Equal(SensorTable.Number(service, field), sum);
            }
        }
    }

    [Fact]
    public void Replay_OfNobodyThatListens_CanBeStopped()
    {
        Configure($"{{url: \"http://127.0.0.1:{LoopbackPort.FreeTcp()}\"}}");
        using PeerProcess sensor = PeerProcess.StartSensor(_folder.Path, "replay", Captures[0], "--config", "flowsensor.yaml");
        sensor.WaitUntil(() => sensor.Errors.Contains("cannot be reached", StringComparison.Ordinal));

        Assert.Equal(1, sensor.Stop());
        Assert.Contains("replay again when they can be reached", sensor.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{url: \"http://a:b@127.0.0.1\"}", "password_file")]
    [InlineData("{url: \"ftp://127.0.0.1\"}", "http")]
    [InlineData("{url: \"http://127.0.0.1\", token: \"two words\"}", "no token has")]
    [InlineData("{url: \"http://127.0.0.1\", ca_file: none.pem}", "none.pem")]
    [InlineData("{url: \"http://127.0.0.1\", version: 4}", "from 1 to 3")]
    public void Check_WrongSettings_AreSaidWithoutSecrets(string influx, string said)
    {
        Configure(influx);

        SensorResult result = Sensor.Run(_folder.Path, "check", "--config", "flowsensor.yaml");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(said, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("two words", result.Error, StringComparison.Ordinal);
    }

    private static string CaptureOf(string scenario)
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !Directory.Exists(Path.Combine(folder.FullName, "captures", scenario)))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder!.FullName, "captures", scenario, "input.pcap.gz");
    }

    private static string? Label(JsonElement labels, string name) => labels.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;

    private static void AssertEqual(InfluxServer influx, JsonElement printed)
    {
        foreach (JsonElement service in printed.GetProperty("services").EnumerateArray())
        {
            string where = $"\"service\" = '{service.GetProperty("service").GetString()}' AND \"direction\" = '{service.GetProperty("direction").GetString()}'";
            foreach (string measurement in (string[])["service", "traffic"])
            {
                JsonElement row = Assert.Single(influx.Rows("noc", $"SELECT sum(\"flows\"), sum(\"packets\"), sum(\"octets\") FROM \"{measurement}\" WHERE {where}"));
                Assert.Equal(SensorTable.Counters(service), new SourceCounters(row[1].GetInt64(), row[2].GetInt64(), row[3].GetInt64()));
            }
        }

        JsonElement dns = printed.GetProperty("dns");
        Assert.Equal(Counts(dns.GetProperty("types")), influx.ByTag("noc", "SELECT sum(\"queries\") FROM \"dns_type\" GROUP BY \"type\"", "type"));
        Assert.Equal(Counts(dns.GetProperty("rcodes")), influx.ByTag("noc", "SELECT sum(\"responses\") FROM \"dns_rcode\" GROUP BY \"rcode\"", "rcode"));
        JsonElement smtp = printed.GetProperty("smtp");
        Assert.Equal(Counts(smtp.GetProperty("replies")), influx.ByTag("noc", "SELECT sum(\"replies\") FROM \"smtp_reply\" GROUP BY \"code\"", "code"));
        JsonElement sessions = Assert.Single(influx.Rows("noc", "SELECT sum(\"sessions\"), sum(\"accepted\") FROM \"smtp\""));
        Assert.Equal((SensorTable.Number(smtp, "sessions"), SensorTable.Number(smtp, "accepted")), (sessions[1].GetInt64(), sessions[2].GetInt64()));
        foreach (JsonElement server in printed.GetProperty("mail").EnumerateArray())
        {
            JsonElement row = Assert.Single(influx.Rows(
                "noc",
                $"SELECT sum(\"connections\"), sum(\"accepted\"), sum(\"pop3\"), sum(\"queries\") FROM \"mail_server\" WHERE \"server\" = '{server.GetProperty("server").GetString()}'"));
            Assert.Equal(
                (SensorTable.Number(server, "nc"), SensorTable.Number(server, "nf"), SensorTable.Number(server, "np"), SensorTable.Number(server, "dq")),
                (row[1].GetInt64(), row[2].GetInt64(), row[3].GetInt64(), row[4].GetInt64()));
        }

        JsonElement ledger = printed.GetProperty("ledger");
        JsonElement account = Assert.Single(influx.Rows("noc", "SELECT sum(\"datagrams\"), sum(\"records\"), sum(\"sequence_lost\") FROM \"ledger\""));
        Assert.Equal(
            (SensorTable.Number(ledger, "datagrams"), SensorTable.Number(ledger, "records"), SensorTable.Number(ledger, "sequence_lost")),
            (account[1].GetInt64(), account[2].GetInt64(), account[3].GetInt64()));
    }

    private static SortedDictionary<string, long> Counts(JsonElement counts) =>
        new(counts.EnumerateObject().ToDictionary(static count => count.Name, static count => count.Value.GetInt64()), StringComparer.Ordinal);

    private void Configure(string influx) => File.WriteAllText(_folder.File("flowsensor.yaml"), $"outputs: {{influxdb: {influx}}}\n");

    private JsonElement Replay(params string[] captures)
    {
        using PeerProcess sensor = PeerProcess.StartSensor(_folder.Path, ["replay", .. captures.Length > 0 ? captures : Captures, "--config", "flowsensor.yaml", "--json"]);
        string output = sensor.Complete();
        Assert.Equal("", sensor.Errors.Trim());
        return JsonElement.Parse(output);
    }
}
