using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Configuration.Reading;
using FlowSensor.Engine.Detection;
using FlowSensor.Engine.Pipeline;
using FlowSensor.Engine.Rehearsal;
using FlowSensor.Engine.Replay;
using FlowSensor.Engine.Storage;
using FlowSensor.Engine.Storage.Incidents;
using FlowSensor.Engine.Tests.Recordings;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Tests.Rehearsal;

public sealed class RehearsalTests : IDisposable
{
    private const string Scenario = "mail-relay-probe";

    private readonly string _folder = Directory.CreateTempSubdirectory("flowsensor-").FullName;

    private static string Capture => Path.Combine(RecordedScenario.Root, Scenario, "input.pcap.gz");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Run_CapturesBySameRules_SameIncidentsWithSameIdentifiersAsAReplay()
    {
        SensorOptions options = new();
        List<string> replayed = [];
        DetectionPart part = new(
            options, item => { if (item is StoredIncident { Change.Kind: IncidentChangeKind.Opened } opened) { replayed.Add(opened.Change.Incident.Id); } }, null, null);
        SensorPipeline pipeline = new(options, null, false, null, part);
        new ReplayRun([Capture], pipeline.IntakeFor).Run(CaptureKind.Auto, null, CancellationToken.None);
        pipeline.Complete();

        RehearsalReport report = new CaptureRehearsal(options, new DetectionSectionOptions()).Run([Capture], null, CancellationToken.None);

        Assert.NotEmpty(replayed);
        Assert.Equal(replayed.Order(StringComparer.Ordinal), report.Incidents.Select(static rehearsed => rehearsed.Incident.Id).Order(StringComparer.Ordinal));
        Assert.All(report.Incidents, static rehearsed => Assert.True(rehearsed.Before && rehearsed.After));
        Assert.All(report.Rules, static rule => Assert.Equal((rule.Before, rule.Before), (rule.After, rule.Both)));
    }

    [Fact]
    public void Run_CapturesByRulesThatAreOff_NothingWouldFire()
    {
        SensorOptions options = new();
        DetectionSectionOptions off = new();
        off.SmtpSender.Enabled = false;

        RehearsalReport report = new CaptureRehearsal(options, off).Run([Capture], null, CancellationToken.None);

        RehearsedRule rule = Assert.Single(report.Rules, static rule => rule.Rule == "smtp_sender");
        Assert.Equal((3, 0, 0), (rule.Before, rule.After, rule.Both));
        Assert.True(options.Detection.SmtpSender.Enabled);
    }

    [Fact]
    public void Run_StoredWindows_OtherThresholdsBesideWhatIsStored()
    {
        SensorOptions options = new();
        options.Store.Path = _folder;
        options.Sensor.Networks.Add(IpPrefix.TryParse("10.20.0.0/16", out IpPrefix network) ? network : default);
        DetectionSectionOptions strict = new();
        strict.Rules.Add(new OwnRuleOptions { Name = "mail-at-all", Service = "smtp", Measure = RuleMeasure.Flows, Over = 20 });
        using (SensorStore store = SensorStore.Open(options.Store))
        {
            WindowRecorder recorder = new(options.Traffic, store.Add, static () => []);
            Engine.Traffic.TrafficAccounting accounting = new(options.Traffic, recorder);
            for (int minute = 0; minute < 30; minute++)
            {
                for (int flow = 0; flow < 40; flow++)
                {
                    Protocols.Flows.FlowRecord record = new()
                    {
                        Source = IpAddress.Parse("10.20.7.7"),
                        Destination = IpAddress.FromIPv4(0xC612_0000 + (uint)flow),
                        SourcePort = 40_000,
                        DestinationPort = 25,
                        Protocol = 6,
                        TcpFlags = 0x1B,
                        Packets = 12,
                        Octets = 720,
                        SamplingInterval = 1,
                        ExporterIndex = -1,
                    };
                    accounting.Add(ref record, 1_772_409_600_000 + (minute * 60_000));
                }
            }

            accounting.Flush();
            recorder.Complete();
        }

        using StoreReader reader = StoreReader.Open(_folder);
        RehearsalReport report = new StoreRehearsal(options, strict, reader).Run(default, CancellationToken.None);

        Assert.Equal((true, 30L), (report.IsStored, report.Windows));
        Assert.Equal(
            [("mail-at-all", 0, 1, 0, 0), ("smtp_sender", 1, 1, 1, 0)],
            report.Rules.Select(static rule => (rule.Rule, rule.Before, rule.After, rule.Both, rule.Stored ?? -1)));
        Assert.All(report.Incidents, static rehearsed => Assert.Equal(IpAddress.Parse("10.20.7.7"), rehearsed.Incident.Source));
    }

    [Fact]
    public void Run_OtherRulesFromAFile_OnlyItsDetectionIsTaken()
    {
        string file = Path.Combine(_folder, "rules.yaml");
        File.WriteAllText(file, "detection:\n  smtp_sender: {open_score: 90}\n  notify: [{exec: {program: /bin/true}}]\n");

        ConfigurationResult result = ConfigurationLoader.Load(file, new System.Collections.Hashtable());

        Assert.Empty(result.Problems);
        Assert.Equal(90, result.Options.Detection.SmtpSender.OpenScore);
        Assert.Equal("/bin/true", Assert.Single(result.Options.Detection.Notify).Exec!.Program);
    }

    [Theory]
    [InlineData("no way", "detection: {notify: [{name: a}]}", "detection.notify[0]")]
    [InlineData("two ways", "detection: {notify: [{exec: {program: /bin/true}, webhook: {url: 'http://127.0.0.1/'}}]}", "detection.notify[0]")]
    [InlineData("no full path", "detection: {notify: [{exec: {program: true}}]}", "detection.notify[0].exec.program")]
    [InlineData("nobody to mail", "detection: {notify: [{mail: {server: 127.0.0.1, from: a@example.net}}]}", "detection.notify[0].mail.to")]
    [InlineData("password in plain text", "detection: {notify: [{mail: {server: 127.0.0.1, from: a@example.net, to: [b@example.net], security: none, user: a, password: b}}]}", "detection.notify[0].mail.security")]
    [InlineData("one exporter", "inputs: {duplicates: [{exporters: [192.0.2.1]}]}", "inputs.duplicates[0].exporters")]
    [InlineData("interface of a stranger", "inputs: {duplicates: [{exporters: [192.0.2.1, 192.0.2.2], keep: interface, interfaces: [{exporter: 192.0.2.3, ingress: [1]}]}]}", "inputs.duplicates[0].interfaces[0]")]
    public void Load_NotificationOrGroupThatCannotWork_RefusedAtItsPlace(string what, string yaml, string path)
    {
        Assert.NotEmpty(what);
        string file = Path.Combine(_folder, "flowsensor.yaml");
        File.WriteAllText(file, yaml);

        ConfigurationResult result = ConfigurationLoader.Load(file, new System.Collections.Hashtable());

        Assert.Contains(result.Problems, problem => problem.ToString().Contains(path, StringComparison.Ordinal));
    }
}
