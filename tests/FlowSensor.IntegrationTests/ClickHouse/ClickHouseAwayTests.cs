using System.Globalization;
using System.Net;
using FlowSensor.Generator;
using FlowSensor.IntegrationTests.Peers;
using FlowSensor.Tests.Peers;

namespace FlowSensor.IntegrationTests.ClickHouse;

/// <summary>The server goes away and the sensor is killed: nothing is lost, and what was sent twice is there once.</summary>
public sealed class ClickHouseAwayTests : IDisposable
{
    private const long Records = 10_000;

    private readonly TemporaryFolder _folder = new();
    private readonly ClickHouseServer _server;
    private readonly int _port = LoopbackPort.FreeUdp();
    private readonly string _config;

    public ClickHouseAwayTests()
    {
        _server = new ClickHouseServer(_folder, "server");
        _config = ClickHouseSensor.Configure(_folder, _server, "edge1", "flowsensor", top: string.Create(CultureInfo.InvariantCulture, $$"""
            inputs:
              netflow: {listen: ["127.0.0.1:{{_port}}"]}
              sflow: {listen: []}
            """));
    }

    public void Dispose()
    {
        _server.Dispose();
        _folder.Dispose();
    }

    [PeerFact("clickhouse-server")]
    public void Run_ServerAwayAndSensorKilled_NothingIsLostOrThereTwice()
    {
        _server.Start();
        using (PeerProcess sensor = StartSensor())
        {
            Send(1);
            sensor.WaitUntil(() => Rows() == Records);
            _server.Stop();
            Send(2);
            sensor.WaitUntil(() => sensor.Errors.Contains("does not answer", StringComparison.Ordinal));
            sensor.WaitUntil(SpoolIsQuiet);
        }

        // Disposing has killed it without a word. Its successor sends what it had spooled, and more.
        _server.Start();
        using (PeerProcess sensor = StartSensor())
        {
            sensor.WaitUntil(() => Rows() == 2 * Records);
            Send(3);
            sensor.WaitUntil(() => Rows() == 3 * Records);
            Assert.Equal(0, sensor.Stop());
        }

        DeliverTheRest();
        Assert.Equal(3 * Records, Rows());

        // The killed sensor could not say what its open windows were; their minutes are summed all the same.
        Assert.Equal(3 * Records, _server.Numbers("SELECT sum(flows) FROM flowsensor.sources_1m FINAL WHERE service = 'all'")[0]);
        Assert.Equal(3 * Records, _server.Numbers("SELECT sum(flows) FROM flowsensor.sources_1h FINAL WHERE service = 'all'")[0]);
    }

    [PeerFact("clickhouse-server")]
    public void Replay_BatchesSentTwice_AreStoredOnce()
    {
        TrafficTruth truth = GeneratedExports.Write(_folder, "exports.pcap");
        using (PeerProcess sensor = PeerProcess.StartSensor(_folder.Path, "replay", "exports.pcap", "--config", _config, "--store", "edge1-data"))
        {
            // The server is not there yet: the replay ends, and all of it waits in the spool.
            sensor.WaitUntil(() => sensor.Errors.Contains("does not answer", StringComparison.Ordinal) && SpoolIsQuiet());
            sensor.Stop();
        }

        string before = _folder.Folder("before");
        Copy(Spool, before);
        _server.Start();
        DeliverTheRest();
        string once = RowsOfAllTables();
        long inserted = InsertedRows();

        // As if the sensor had been killed after the server took everything, and before it knew.
        Copy(before, Spool);
        DeliverTheRest();

        Assert.True(InsertedRows() - inserted > truth.TotalFlows, "the batches did not arrive a second time");
        Assert.Equal(once, RowsOfAllTables());
        Assert.Equal([truth.TotalFlows, truth.TotalOctets], _server.Numbers("SELECT count(), sum(octets) FROM flowsensor.flows FINAL"));
        ClickHouseSensor.AssertSameAnswers(_folder, _config, "edge1-data", _server.Store("flowsensor"), "top --json --top 0", "buckets --json");
    }

    private string Spool => _folder.File("edge1-data/spool/clickhouse");

    private PeerProcess StartSensor()
    {
        PeerProcess sensor = PeerProcess.StartSensor(_folder.Path, "run", "--config", _config);
        sensor.WaitUntil(() => LoopbackPort.IsUdpBound(_port));
        return sensor;
    }

    // Each time later than the one before, as exporters do.
    private void Send(int turn)
    {
        GeneratorOptions options = new()
        {
            Format = ExportFormat.V9,
            Records = Records,
            Sources = 500,
            Duration = 300,
            Start = 1_767_571_200 + (turn * 600),
            Seed = (ulong)turn,
            TemplateEvery = 5,
        };
        using UdpOutput output = new(new IPEndPoint(IPAddress.Loopback, _port), options.Exporters, 20_000);
        new ExportStream(options, output).Run();
    }

    // A replay of nothing ends when everything in the spool is delivered.
    private void DeliverTheRest()
    {
        using (new PcapOutput(_folder.File("nothing.pcap"), false))
        {
        }

        ClickHouseSensor.Run(_folder, "replay", "nothing.pcap", "--as", "exports", "--config", _config);
    }

    // Batches are there, and for two ages of a batch no more has come.
    private bool SpoolIsQuiet()
    {
        long octets = SpooledOctets();
        Thread.Sleep(2_500);
        return octets > 1_000 && SpooledOctets() == octets;
    }

    private long SpooledOctets() => Directory.Exists(Spool) ? new DirectoryInfo(Spool).GetFiles().Sum(static file => file.Length) : 0;

    private long Rows() => long.Parse(
        _server.Ask("SELECT count() FROM system.tables WHERE database = 'flowsensor' AND name = 'flows'") == "0" ? "0" : _server.Ask("SELECT count() FROM flowsensor.flows FINAL"),
        CultureInfo.InvariantCulture);

    private long InsertedRows() => _server.Numbers("SELECT value FROM system.events WHERE event = 'InsertedRows'")[0];

    private string RowsOfAllTables() => string.Join('\n', "flows sources_1m sources_1h spans span_services span_scopes span_bands span_groups span_sources span_ledgers span_drops"
        .Split(' ').Select(table => $"{table} {_server.Ask($"SELECT count() FROM flowsensor.{table} FINAL")}"));

    private static void Copy(string from, string to)
    {
        foreach (string file in Directory.GetFiles(to))
        {
            File.Delete(file);
        }

        foreach (string file in Directory.GetFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }
    }
}
