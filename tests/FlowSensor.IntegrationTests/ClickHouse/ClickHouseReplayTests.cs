using FlowSensor.Generator;
using FlowSensor.IntegrationTests.Commands;
using FlowSensor.IntegrationTests.Peers;
using FlowSensor.Tests.Peers;

namespace FlowSensor.IntegrationTests.ClickHouse;

/// <summary>Replays into one real ClickHouse server: what is asked of it is what the embedded store says.</summary>
public sealed class ClickHouseReplayTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ClickHouseServer _server;

    public ClickHouseReplayTests() => _server = new ClickHouseServer(_folder, "server");

    public void Dispose()
    {
        _server.Dispose();
        _folder.Dispose();
    }

    [PeerFact("clickhouse-server")]
    public void Replay_IntoOneServer_TotalsAndAnswersEqualTheStores()
    {
        _server.Start();
        TrafficTruth truth = GeneratedExports.Write(_folder, "exports.pcap");
        string config = ClickHouseSensor.Configure(_folder, _server, "edge1", "flowsensor");

        ClickHouseSensor.Run(_folder, "replay", "exports.pcap", "--config", config, "--store", "store");

        long[] totals = [truth.TotalFlows, truth.TotalPackets, truth.TotalOctets];
        Assert.Equal([.. totals, 10 * truth.TotalPackets], _server.Numbers("SELECT count(), sum(packets), sum(octets), sum(estimated_packets) FROM flowsensor.flows FINAL"));
        foreach (string table in (IEnumerable<string>)["sources_1m FINAL", "sources_1h FINAL", "span_services FINAL WHERE kind = 0", "span_services FINAL WHERE kind = 1"])
        {
            string rows = table.Contains("WHERE", StringComparison.Ordinal) ? table + " AND" : table + " WHERE";
            Assert.Equal(totals, _server.Numbers($"SELECT sum(flows), sum(packets), sum(octets) FROM flowsensor.{rows} service = 'all'"));
        }

        // Distinct destinations are kept as states that can be joined over minutes, hours and sensors.
        Assert.Equal(
            _server.Ask("SELECT source, uniq(destination) AS n FROM flowsensor.flows FINAL GROUP BY source ORDER BY n DESC, source LIMIT 5"),
            _server.Ask("SELECT source, uniqMerge(destinations) AS n FROM flowsensor.sources_1h FINAL WHERE service = 'all' GROUP BY source ORDER BY n DESC, source LIMIT 5"));
        ClickHouseSensor.AssertSameAnswers(_folder, config, "store", _server.Store("flowsensor"));
    }

    [PeerFact("clickhouse-server")]
    public void Replay_OfTwoSensors_EachKeepsItsNameAndAnswersAreTheSum()
    {
        _server.Start();
        TrafficTruth first = GeneratedExports.Write(_folder, "first.pcap", seed: 1);
        TrafficTruth second = GeneratedExports.Write(_folder, "second.pcap", seed: 2);
        string one = ClickHouseSensor.Configure(_folder, _server, "edge1", "campus");
        string two = ClickHouseSensor.Configure(_folder, _server, "edge2", "campus");

        ClickHouseSensor.Run(_folder, "replay", "first.pcap", "--config", one, "--store", "store1");
        ClickHouseSensor.Run(_folder, "replay", "second.pcap", "--config", two, "--store", "store2");
        ClickHouseSensor.Run(_folder, "replay", "first.pcap", "second.pcap", "--store", "both");

        foreach ((string sensor, TrafficTruth truth) in new[] { ("edge1", first), ("edge2", second) })
        {
            Assert.Equal([truth.TotalFlows, truth.TotalOctets], _server.Numbers($"SELECT count(), sum(octets) FROM campus.flows FINAL WHERE sensor = '{sensor}'"));
        }

        string[] question = ["top", "--csv", "--top", "0", "--service", "all", "--config", one, "--store"];
        Assert.Equal(WithoutDestinations(ClickHouseSensor.Run(_folder, [.. question, "both"])), WithoutDestinations(ClickHouseSensor.Run(_folder, [.. question, _server.Store("campus")])));
    }

    [PeerFact("clickhouse-server")]
    public void Replay_OnAServerWithoutTtl_DropsWhatIsPastItsAge()
    {
        _server.Start();
        TrafficTruth truth = GeneratedExports.Write(_folder, "exports.pcap", records: 3_000);
        string config = ClickHouseSensor.Configure(_folder, _server, "edge1", "flowsensor", ", retention: {records: 30d, windows: 30d, hours: 400d}");
        ClickHouseSensor.Run(_folder, "replay", "exports.pcap", "--config", config);
        foreach ((string day, string age) in new[] { ("2020-01-06", "31"), ("2020-02-03", "29") })
        {
            _server.Ask($"INSERT INTO flowsensor.flows (time, stored, sensor) SELECT toDateTime('{day} 12:00:00'), now() - {age} * 86400, 'old'");
            _server.Ask($"INSERT INTO flowsensor.spans (start, stored, sensor, kind) SELECT toDateTime('{day} 12:00:00'), now() - {age} * 86400, 'old', number FROM numbers(2)");
        }

        ClickHouseSensor.Run(_folder, "replay", "exports.pcap", "--config", config);

        // Age counts from when a row was written: of old captures, too, what was written lately stays.
        Assert.Equal("2020-02-03", _server.Ask("SELECT toDate(time) FROM flowsensor.flows WHERE sensor = 'old'"));
        Assert.Equal("0\t2020-02-03\n1\t2020-01-06\n1\t2020-02-03", _server.Ask("SELECT kind, toDate(start) FROM flowsensor.spans WHERE sensor = 'old' ORDER BY kind, start"));
        Assert.Equal(2 * truth.TotalFlows, _server.Numbers("SELECT count() FROM flowsensor.flows FINAL WHERE sensor = 'edge1'")[0]);
    }

    [PeerFact("clickhouse-server")]
    public void Replay_WithAWrongPassword_SaysSoAndKeepsTheData()
    {
        _server.Start();
        GeneratedExports.Write(_folder, "exports.pcap", records: 2_000);
        string config = ClickHouseSensor.Configure(_folder, _server, "edge1", "flowsensor");
        File.WriteAllText(_folder.File("password"), "wrong");

        using PeerProcess sensor = PeerProcess.StartSensor(_folder.Path, "replay", "exports.pcap", "--config", config);
        sensor.WaitUntil(() => sensor.Errors.Contains("results wait in the spool", StringComparison.Ordinal));
        sensor.Stop();
        Assert.DoesNotContain("wrong", sensor.Errors, StringComparison.Ordinal);
        Assert.Contains("stays in its spool", sensor.Errors, StringComparison.Ordinal);

        SensorResult question = Sensor.Run(_folder.Path, "top", "--config", config, "--store", _server.Store("flowsensor"));
        Assert.Equal(1, question.ExitCode);
        Assert.Contains("ClickHouse at " + _server.Url, question.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong", question.Error, StringComparison.Ordinal);
    }

    // Over several stores destinations are the most of one span, which a store of both sensors' records knows better.
    private static List<string> WithoutDestinations(string csv) =>
        [.. csv.Split('\n').Select(static line => line.TrimEnd('\r')).Select(static line => line.Contains(',', StringComparison.Ordinal) ? line[..line.LastIndexOf(',')] : line)];
}
