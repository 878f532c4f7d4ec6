using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.RegularExpressions;
using FlowSensor.IntegrationTests.Commands;
using FlowSensor.IntegrationTests.Peers;
using FlowSensor.IntegrationTests.TimeSeries;
using FlowSensor.Tests.Peers;

namespace FlowSensor.IntegrationTests.Dashboard;

/// <summary>The web server of a running sensor: instruments, health, the port.</summary>
public sealed partial class DashboardTests : IDisposable
{
    private const long Begin = 1_767_225_600;

    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _client = new();
    private readonly int _exports = LoopbackPort.FreeUdp();
    private readonly int _web = LoopbackPort.FreeTcp();

    public void Dispose()
    {
        _client.Dispose();
        _folder.Dispose();
    }

    [PeerFact("promtool")]
    public void Metrics_OfARunningSensor_AreCleanAndWhatTheAlertsAskFor()
    {
        Configure($"127.0.0.1:{_web}", $"http://127.0.0.1:{LoopbackPort.FreeTcp()}");
        using PeerProcess sensor = Start();
        using ExportLoad load = new(_exports);
        long flows = load.Send(Begin, 5) + load.Send(Begin + 300, 5);
        string text = "";
        sensor.WaitUntil(() => (text = Get("/metrics")).Contains("flowsensor_collection_records_total{exporter=\"127.0.0.1\"} " + flows, StringComparison.Ordinal)
            && text.Contains("flowsensor_output_up{output=\"influxdb\"} 0", StringComparison.Ordinal)
            && WindowsClosed().IsMatch(text));
        File.WriteAllText(_folder.File("metrics"), text);

        string findings = PeerProcess.Run("sh", "-c", $"promtool check metrics < {_folder.File("metrics")} 2>&1");
        string rules = RuleFile();
        string checkedRules = PeerProcess.Run("promtool", "check", "rules", rules);

        Assert.Equal("", findings.Trim());
        Assert.Contains("SUCCESS", checkedRules, StringComparison.Ordinal);
        HashSet<string> known = [.. MetricName().Matches(text).Select(static match => match.Value)];

        // Instruments of interfaces need a capture, which needs rights.
        Assert.Empty(MetricName().Matches(File.ReadAllText(rules)).Select(static match => match.Value)
            .Where(name => name != "flowsensor_capturing_dropped_total" && !known.Contains(name)).Distinct());
        Assert.Equal(0, sensor.Stop());
    }

    [Fact]
    public void Health_OfARunningSensor_TellsItsOutputs()
    {
        Configure($"127.0.0.1:{_web}", $"http://127.0.0.1:{LoopbackPort.FreeTcp()}");
        using PeerProcess sensor = Start();
        using ExportLoad load = new(_exports);
        load.Send(Begin, 5);
        load.Send(Begin + 300, 5);
        JsonElement ready = default;
        sensor.WaitUntil(() =>
        {
            ready = JsonElement.Parse(Get("/readyz"));
            return ready.GetProperty("outputs")[0].GetProperty("trouble").GetString()!.Length > 0;
        });

        Assert.True(JsonElement.Parse(Get("/healthz")).GetProperty("alive").GetBoolean());
        Assert.True(ready.GetProperty("receiving").GetBoolean());
        Assert.False(ready.GetProperty("outputs")[0].GetProperty("healthy").GetBoolean());
        Assert.True(ready.GetProperty("outputs")[0].GetProperty("waiting").GetInt64() > 0);
        Assert.Contains("cannot be reached", ready.GetProperty("outputs")[0].GetProperty("trouble").GetString(), StringComparison.Ordinal);
        Assert.Equal(0, sensor.Stop());
    }

    [Fact]
    public void Listen_PortThatIsSetIsTaken_EndsInOneSentence()
    {
        using TcpListener taken = new(IPAddress.Loopback, _web);
        taken.Start();
        Configure($"127.0.0.1:{_web}", "http://127.0.0.1:1");

        SensorResult result = Sensor.Run(_folder.Path, "run", "--config", "flowsensor.yaml");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("dashboard.listen", Assert.Single(result.Error.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reload_OtherPort_MovesThere()
    {
        Configure($"127.0.0.1:{_web}", "http://127.0.0.1:1");
        using PeerProcess sensor = Start();
        int other = LoopbackPort.FreeTcp();
        Configure($"127.0.0.1:{other}", "http://127.0.0.1:1");

        sensor.Signal("HUP");
        sensor.WaitUntil(() => sensor.Errors.Contains("read again and is in force", StringComparison.Ordinal));

        Assert.Contains("flowsensor_", await _client.GetStringAsync($"http://127.0.0.1:{other}/metrics"), StringComparison.Ordinal);
        Assert.Throws<HttpRequestException>(() => Get("/healthz"));
        Assert.Equal(0, sensor.Stop());
    }

    private static string RuleFile()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !Directory.Exists(Path.Combine(folder.FullName, "grafana", "alerts")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder!.FullName, "grafana", "alerts", "flowsensor.rules.yaml");
    }

    [GeneratedRegex(@"^flowsensor_traffic_windows_total(\{\})? [1-9]", RegexOptions.Multiline)]
    private static partial Regex WindowsClosed();

    [GeneratedRegex(@"\bflowsensor_[a-z_]+")]
    private static partial Regex MetricName();

    private string Get(string path) =>
        _client.GetStringAsync(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{_web}{path}")).GetAwaiter().GetResult();

    private PeerProcess Start()
    {
        PeerProcess sensor = PeerProcess.StartSensor(_folder.Path, "run", "--config", "flowsensor.yaml");
        sensor.WaitUntil(() => sensor.Errors.Contains("listens on", StringComparison.Ordinal) && LoopbackPort.IsUdpBound(_exports));
        return sensor;
    }

    private void Configure(string listen, string influx) => File.WriteAllText(_folder.File("flowsensor.yaml"), $$"""
        inputs:
          netflow: {listen: ["127.0.0.1:{{_exports}}"]}
          sflow: {listen: []}
        outputs:
          influxdb: {url: "{{influx}}"}
        dashboard: {listen: "{{listen}}"}
        """);
}
