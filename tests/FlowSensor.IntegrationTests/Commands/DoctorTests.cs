using System.Globalization;
using System.Net.Sockets;
using System.Text.Json;
using FlowSensor.Doctor;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Storage;
using FlowSensor.Generator;
using FlowSensor.IntegrationTests.Peers;

namespace FlowSensor.IntegrationTests.Commands;

/// <summary>What <c>flowsensor doctor</c> finds, and that it finds nothing where nothing is.</summary>
public sealed class DoctorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Doctor_OfABrokenSetUp_NamesEachFaultAndWhatToDo()
    {
        using UdpClient taken = new(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 0));
        int port = ((System.Net.IPEndPoint)taken.Client.LocalEndPoint!).Port;
        File.WriteAllText(_folder.File("flowsensor.yaml"), $$"""
            inputs:
              netflow: {listen: ["127.0.0.1:{{port}}"]}
              sflow: {listen: []}
              capture: [{interface: fs-none0}]
              logs: [{path: missing.log, format: postfix}]
            snmp: {routers: [{address: "127.0.0.1:{{LoopbackPort.FreeUdp()}}", community: public}]}
            outputs: {influxdb: {url: "http://127.0.0.1:{{LoopbackPort.FreeTcp()}}", org: noc, token: none} }
            store: {path: ./store}
            dashboard: {enabled: false}
            """);

        Dictionary<string, JsonElement> faults = Ask(out int exitCode).Where(static finding => finding.GetProperty("grade").GetString() == "fault")
            .ToDictionary(static finding => finding.GetProperty("part").GetString()!);

        Assert.Equal(1, exitCode);
        Assert.Contains("cannot be listened on", Says(faults[$"netflow 127.0.0.1:{port}"]), StringComparison.Ordinal);
        Assert.Contains("there is no such interface", Says(faults["capture fs-none0"]), StringComparison.Ordinal);
        Assert.Contains("there is no such file", Says(faults["log missing.log"]), StringComparison.Ordinal);
        Assert.Contains("cannot be reached", Says(faults["output influxdb"]), StringComparison.Ordinal);
        Assert.Single(faults.Keys, static part => part.StartsWith("router 127.0.0.1", StringComparison.Ordinal));
        Assert.All(faults.Values, static fault => Assert.NotEmpty(fault.GetProperty("next").GetString()!));
    }

    [Theory]
    [InlineData("flowsensor.lock", true, Grade.Fault, "its flowsensor.lock is not there, while a sensor runs")]
    [InlineData("flowsensor.lock", false, Grade.Good, "holds")]
    [InlineData("flowsensor.db", true, Grade.Fault, "its flowsensor.db is not there, while a sensor runs")]
    [InlineData("flowsensor.db", false, Grade.Hint, "there is no store yet")]
    internal void Examine_StoreThatIsNotWhole_IsAFaultOnlyWhileASensorRuns(string missing, bool isRunning, Grade grade, string says)
    {
        StoreOptions options = new() { Path = _folder.File("store") };
        SensorStore.Open(options).Dispose();
        File.Delete(_folder.File($"store/{missing}"));

        Finding finding = Assert.Single(StoreCheck.Examine(options, isRunning));

        Assert.Equal(grade, finding.Grade);
        Assert.Contains(says, finding.Says, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, true, Grade.Fault, "it is not there, while a sensor runs")]
    [InlineData(true, false, Grade.Hint, "it cannot be seen from here")]
    [InlineData(false, true, Grade.Hint, "there is no store yet")]
    [InlineData(false, false, Grade.Hint, "there is no store yet")]
    internal void Examine_FolderWithoutAStore_IsAFaultOnlyWhileASensorRuns(bool isRunning, bool isWhole, Grade grade, string says)
    {
        string path = isWhole ? _folder.File("store") : Path.GetRelativePath(Environment.CurrentDirectory, _folder.File("store"));
        Finding finding = Assert.Single(StoreCheck.Examine(new StoreOptions { Path = path }, isRunning));

        Assert.Equal(grade, finding.Grade);
        Assert.Contains(says, finding.Says, StringComparison.Ordinal);
    }

    [Fact]
    public void Doctor_OfARunningSensor_TellsWhatAnExporterLost()
    {
        const int Omitted = 3;
        int port = LoopbackPort.FreeUdp();
        File.WriteAllText(_folder.File("flowsensor.yaml"), $$"""
            inputs:
              netflow: {listen: ["127.0.0.1:{{port}}"], receive_buffer: 64KiB}
              sflow: {listen: []}
            store: {path: ./store}
            dashboard: {listen: "127.0.0.1:{{LoopbackPort.FreeTcp()}}"}
            """);
        using var exports = new HeldExports();
        new ExportStream(
            new GeneratorOptions
            {
                Format = ExportFormat.V9,
                Records = 2_000,
                Sources = 100,
                Exporters = 1,
                Omit = Omitted,
                Duration = 60,
                Start = DateTimeOffset.UtcNow.AddMinutes(-2).ToUnixTimeSeconds(),
            },
            exports).Run();
        using (PeerProcess sensor = PeerProcess.StartSensor(_folder.Path, "run"))
        {
            sensor.WaitUntil(() => sensor.Errors.Contains("listens on", StringComparison.Ordinal));
            Assert.Contains(Ask(out _), finding => Says(finding) == "the sensor listens");
            using UdpClient exporter = new("127.0.0.1", port);
            foreach ((byte[] payload, int _) in exports.Datagrams)
            {
                exporter.Send(payload);
                Thread.Sleep(1);
            }

            Assert.Equal(0, sensor.Stop());
        }

        JsonElement lost = Assert.Single(Ask(out int exitCode), static finding => Says(finding).Contains("lost on the way", StringComparison.Ordinal));

        Assert.Equal(1, exitCode);
        Assert.Equal("exporter 127.0.0.1 v9", lost.GetProperty("part").GetString()!.Split(" domain")[0]);
        Assert.StartsWith(string.Create(CultureInfo.InvariantCulture, $"{Omitted} "), Says(lost), StringComparison.Ordinal);
    }

    [Fact]
    public void Doctor_OfASensorWithListAndLimit_NamesWhatWasRefusedAndWhatWasTooMuch()
    {
        int port = LoopbackPort.FreeUdp();
        File.WriteAllText(_folder.File("flowsensor.yaml"), $$"""
            inputs:
              netflow: {listen: ["127.0.0.1:{{port}}"], allow: [127.0.0.1/32], deny_by_default: true, max_records_per_second: 100}
              sflow: {listen: []}
            store: {path: ./store}
            dashboard: {enabled: false}
            """);
        using var exports = new HeldExports();
        new ExportStream(
            new GeneratorOptions { Format = ExportFormat.V9, Records = 4_000, Sources = 100, Exporters = 1, Duration = 60, Start = DateTimeOffset.UtcNow.AddMinutes(-2).ToUnixTimeSeconds() }, exports).Run();
        using (PeerProcess sensor = PeerProcess.StartSensor(_folder.Path, "run"))
        {
            sensor.WaitUntil(() => sensor.Errors.Contains("listens on", StringComparison.Ordinal));
            using UdpClient exporter = new("127.0.0.1", port);
            using UdpClient stranger = new(new System.Net.IPEndPoint(System.Net.IPAddress.Parse("127.0.0.2"), 0));
            stranger.Connect("127.0.0.1", port);
            foreach ((byte[] payload, int _) in exports.Datagrams)
            {
                exporter.Send(payload);
                stranger.Send(payload);
            }

            sensor.WaitUntil(() => sensor.Errors.Contains("Exports of 127.0.0.2 are refused (not_allowed)", StringComparison.Ordinal));
            Assert.Equal(0, sensor.Stop());
        }

        List<JsonElement> findings = Ask(out _);
        JsonElement refused = Assert.Single(findings, static finding => Says(finding).Contains("not_allowed", StringComparison.Ordinal));
        JsonElement limited = Assert.Single(findings, static finding => Says(finding).Contains("rate_limited", StringComparison.Ordinal));

        Assert.Equal("datagrams of no exporter", refused.GetProperty("part").GetString());
        Assert.Contains("inputs.netflow.allow", refused.GetProperty("next").GetString()!, StringComparison.Ordinal);
        Assert.StartsWith("exporter 127.0.0.1 v9", limited.GetProperty("part").GetString()!, StringComparison.Ordinal);
        Assert.Contains("inputs.netflow.max_records_per_second", limited.GetProperty("next").GetString()!, StringComparison.Ordinal);
    }

    [Fact]
    public void Doctor_OfAnExporterWhoseFlowsAreLongerThanAWindow_NamesItsActiveTimeout()
    {
        int port = LoopbackPort.FreeUdp();
        File.WriteAllText(_folder.File("flowsensor.yaml"), $$"""
            inputs:
              netflow: {listen: ["127.0.0.1:{{port}}"]}
              sflow: {listen: []}
            traffic: {window: 10s}
            store: {path: ./store}
            dashboard: {enabled: false}
            """);

        // The generator's flows last up to 32 s.
        using var exports = new HeldExports();
        new ExportStream(
            new GeneratorOptions { Format = ExportFormat.V9, Records = 1_000, Sources = 100, Exporters = 1, Duration = 60, Start = DateTimeOffset.UtcNow.AddMinutes(-2).ToUnixTimeSeconds() }, exports).Run();
        using (PeerProcess sensor = PeerProcess.StartSensor(_folder.Path, "run"))
        {
            sensor.WaitUntil(() => sensor.Errors.Contains("listens on", StringComparison.Ordinal));
            using UdpClient exporter = new("127.0.0.1", port);
            foreach ((byte[] payload, int _) in exports.Datagrams)
            {
                exporter.Send(payload);
                Thread.Sleep(1);
            }

            Assert.Equal(0, sensor.Stop());
        }

        JsonElement hint = Assert.Single(Ask(out _), static finding => Says(finding).Contains("active timeout", StringComparison.Ordinal));

        Assert.Equal(("hint", "exporter 127.0.0.1 v9"), (hint.GetProperty("grade").GetString(), hint.GetProperty("part").GetString()!.Split(" domain")[0]));
        Assert.Contains("more than 10 s", Says(hint), StringComparison.Ordinal);
        Assert.Contains("30 s", hint.GetProperty("next").GetString()!, StringComparison.Ordinal);
    }

    private static string Says(JsonElement finding) => finding.GetProperty("says").GetString()!;

    private List<JsonElement> Ask(out int exitCode)
    {
        SensorResult result = Sensor.Run(_folder.Path, "doctor", "--json");
        exitCode = result.ExitCode;
        return [.. JsonDocument.Parse(result.Output).RootElement.EnumerateArray()];
    }
}
