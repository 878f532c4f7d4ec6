using System.Globalization;
using System.Text;
using System.Text.Json;
using FlowSensor.IntegrationTests.Peers;
using FlowSensor.Tests.Peers;

namespace FlowSensor.IntegrationTests.TimeSeries;

/// <summary>
/// The database is stopped under load, the sensor is killed meanwhile, both are started: every window is in the database with all its
/// flows, once. Seconds here; with FLOWSENSOR_FULL=1 the database is away for five minutes.
/// </summary>
public sealed class OutageTests : IDisposable
{
    private const long Begin = 1_767_225_600;
    private const int Window = 60;
    private const int Datagrams = 5;

    private readonly TemporaryFolder _folder = new();
    private readonly SortedDictionary<long, long> _truth = [];
    private readonly int _port = LoopbackPort.FreeUdp();
    private ExportLoad? _load;

    public void Dispose()
    {
        _load?.Dispose();
        _folder.Dispose();
    }

    [PeerFact("influxd")]
    public void Run_DatabaseAwayAndSensorKilled_LeavesNoGapAndNothingTwice()
    {
        bool isFull = Environment.GetEnvironmentVariable("FLOWSENSOR_FULL") == "1";
        int windows = isFull ? 150 : 15;
        TimeSpan pace = isFull ? TimeSpan.FromSeconds(1) : TimeSpan.Zero;
        using InfluxServer influx = new();
        influx.CreateDatabase("flowsensor");
        Configure(influx.Url, "1GiB");
        _load = new ExportLoad(_port);
        int next = 0;
        PeerProcess sensor = Start();
        try
        {
            // All is well.
            next = Send(next, 5, pace);
            WaitForPoints(sensor, influx, 4);

            // The database goes away under load, and the sensor is killed in the middle.
            influx.Stop();
            next = Send(next, windows, pace);
            WaitForSpool(sensor, next - 2);
            sensor.Dispose();
            Assert.True(SpoolOctets() > 0);

            // The window that was open dies with it: the exporter sends it to the new one.
            sensor = Start();
            next = Send(next - 1, windows, pace);
            WaitForSpool(sensor, next - 2);
            influx.Start();
            next = Send(next, 5, pace);
            WaitForPoints(sensor, influx, next - 1);
            Assert.Equal(0, sensor.Stop());
            Assert.Contains("works again", sensor.Errors, StringComparison.Ordinal);
        }
        finally
        {
            sensor.Dispose();
        }

        Dictionary<long, long> stored = influx.Rows("flowsensor", "SELECT \"flows\" FROM \"service\" WHERE \"service\" = 'all'")
            .ToDictionary(static row => row[0].GetInt64() / 1000, static row => row[1].GetInt64());
        Assert.Equal(_truth, new SortedDictionary<long, long>(stored));
        foreach (JsonElement series in influx.Query("flowsensor", "SELECT count(\"flows\"), sum(\"flows\") FROM \"band\" GROUP BY *"))
        {
            Assert.Equal(_truth.Count, series.GetProperty("values")[0][1].GetInt32());
        }

        JsonElement exporter = Assert.Single(influx.Rows("flowsensor", "SELECT count(\"datagrams\") FROM \"exporter\""));
        Assert.Equal(_truth.Count, exporter[1].GetInt32());
    }

    [Fact]
    public void Run_SpoolFull_DropsTheOldestCountsAndSaysIt()
    {
        Configure($"http://127.0.0.1:{LoopbackPort.FreeTcp()}", "1MiB");
        _load = new ExportLoad(_port);
        using PeerProcess sensor = Start();
        int next = 0;
        while (!sensor.Errors.Contains("the oldest", StringComparison.Ordinal) && next < 2_000)
        {
            next = Send(next, 20, TimeSpan.Zero);
            WaitForSpool(sensor, next - 2);
            Assert.InRange(SpoolOctets(), 1, 1 << 20);
        }

        Assert.Contains("the spool is full, so the oldest", sensor.Errors, StringComparison.Ordinal);
        Assert.Equal(0, sensor.Stop());
        Assert.Contains("stay in the spool", sensor.Errors, StringComparison.Ordinal);

        // The first windows are gone, the last is there.
        string spool = Spool();
        Assert.DoesNotContain(TimeOf(0), spool, StringComparison.Ordinal);
        Assert.Contains(TimeOf(next - 1), spool, StringComparison.Ordinal);
    }

    [PeerFact("influxd")]
    public void Run_ConfigurationReadAgainWithinAWindow_AddsBothHalves()
    {
        using InfluxServer influx = new();
        influx.CreateDatabase("flowsensor");
        Configure(influx.Url, "16MiB");
        _load = new ExportLoad(_port);
        using PeerProcess sensor = Start();
        int next = Send(0, 3, TimeSpan.Zero);
        WaitForPoints(sensor, influx, 2);
        sensor.Signal("HUP");
        sensor.WaitUntil(() => sensor.Errors.Contains("read again and is in force", StringComparison.Ordinal));
        _truth[WindowOf(2)] += _load.Send(WindowOf(2) + 30, Datagrams);
        Send(next, 3, TimeSpan.Zero);
        WaitForPoints(sensor, influx, 5);
        Assert.Equal(0, sensor.Stop());

        Assert.Equal(
            _truth.Select(static window => (window.Key * 1000, window.Value)),
            influx.Rows("flowsensor", "SELECT \"flows\" FROM \"service\" WHERE \"service\" = 'all'").Select(static row => (row[0].GetInt64(), row[1].GetInt64())));
    }

    private static long WindowOf(int number) => Begin + (number * Window);

    private static string TimeOf(int number) => string.Create(CultureInfo.InvariantCulture, $" {WindowOf(number)}000\n");

    private int Send(int first, int count, TimeSpan pace)
    {
        for (int window = first; window < first + count; window++)
        {
            long flows = 0;
            for (int second = 0; second < Window; second += 20)
            {
                flows += _load!.Send(WindowOf(window) + second, Datagrams);
                Thread.Sleep(pace > TimeSpan.Zero ? pace / 3 : TimeSpan.FromMilliseconds(2));
            }

            _truth[WindowOf(window)] = flows;
        }

        return first + count;
    }

    private PeerProcess Start()
    {
        PeerProcess sensor = PeerProcess.StartSensor(_folder.Path, "run", "--config", "flowsensor.yaml");
        sensor.WaitUntil(() => sensor.Errors.Contains("listens on", StringComparison.Ordinal) && LoopbackPort.IsUdpBound(_port));
        return sensor;
    }

    private static void WaitForPoints(PeerProcess sensor, InfluxServer influx, int windows) => sensor.WaitUntil(
        () => influx.Rows("flowsensor", "SELECT count(\"flows\") FROM \"service\" WHERE \"service\" = 'all'") is [JsonElement row] && row[1].GetInt32() >= windows);

    private void WaitForSpool(PeerProcess sensor, int window) => sensor.WaitUntil(() => Spool().Contains(TimeOf(window), StringComparison.Ordinal));

    private string[] Segments() => [.. Directory.GetFiles(Path.Combine(_folder.Path, "data", "spool", "influxdb"), "*.segment").Order(StringComparer.Ordinal)];

    private long SpoolOctets() => Segments().Sum(static path => new FileInfo(path).Length);

    private string Spool()
    {
        StringBuilder text = new();
        foreach (string path in Segments())
        {
            try
            {
                using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                using StreamReader reader = new(file, Encoding.Latin1);
                text.Append(reader.ReadToEnd());
            }
            catch (FileNotFoundException)
            {
                // Dropped this moment.
            }
        }

        return text.ToString();
    }

    private void Configure(string url, string most) => File.WriteAllText(_folder.File("flowsensor.yaml"), $$"""
        inputs:
          netflow: {listen: ["127.0.0.1:{{_port}}"]}
          sflow: {listen: []}
        store: {path: ./data}
        outputs:
          influxdb: {url: "{{url}}", version: 1, retry_max: 200ms}
          spool: {max: {{most}}}
        """);
}
