using System.Globalization;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Detection;
using FlowSensor.Engine.Pipeline;
using FlowSensor.Engine.Replay;
using FlowSensor.Engine.Storage;
using FlowSensor.Engine.Storage.Incidents;
using FlowSensor.Engine.Tests.Recordings;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Tests.Detection;

/// <summary>
/// The recorded captures give the incidents their scenario names, and nothing else: <c>expected.incidents</c> beside each. With UPDATE_GOLDEN=1
/// the files are written anew.
/// </summary>
public class CapturedIncidentsTests
{
    public static TheoryData<string> All
    {
        get
        {
            TheoryData<string> names = [];
            foreach (string folder in Directory.GetDirectories(RecordedScenario.Root).Order(StringComparer.Ordinal))
            {
                names.Add(Path.GetFileName(folder));
            }

            return names;
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Replay_OfARecording_GivesItsIncidents(string name)
    {
        string file = Path.Combine(RecordedScenario.Root, name, "expected.incidents");
        string[] incidents = [.. Replay(Path.Combine(RecordedScenario.Root, name, "input.pcap.gz")).Select(Line)];
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(file, string.Concat(incidents.Select(static line => line + "\n")));
        }

        Assert.Equal(File.ReadAllLines(file), incidents);
    }

    [Fact]
    public void Replay_Twice_GivesTheSameChanges()
    {
        string capture = Path.Combine(RecordedScenario.Root, "mail-relay-probe", "input.pcap.gz");

        Assert.Equal(Replay(capture).Select(Line), Replay(capture).Select(Line));
        Assert.Equal(3, Replay(capture).Count);
    }

    // Packets, and what exporters made of the same packets in three formats, are one truth.
    [Theory]
    [InlineData("flood-v5")]
    [InlineData("flood-v9")]
    [InlineData("flood-ipfix")]
    public void Replay_OfPacketsAndOfTheirExport_GivesTheSameIdentifiers(string exported)
    {
        static string[] Ids(string name) => [.. Replay(Path.Combine(RecordedScenario.Root, name, "input.pcap.gz")).Select(static incident => incident.Id)];

        Assert.Equal(Ids("flood"), Ids(exported));
    }

    private static List<Incident> Replay(string capture)
    {
        SensorOptions options = new();
        options.Sensor.Networks.AddRange("192.0.2.0/24 2001:db8:1::/48".Split(' ').Select(static text => IpPrefix.TryParse(text, out IpPrefix prefix) ? prefix : default));
        foreach (IpPrefix network in options.Sensor.Networks)
        {
            options.Traffic.Networks.Add(network);
        }

        List<StoredItem> items = [];
        DetectionPart detection = new(options, items.Add, groups: null, contactOf: null);
        SensorPipeline pipeline = new(options, sink: null, keepSummary: false, output: null, detection);
        ReplayRun run = new([capture], pipeline.IntakeFor);
        run.Run(CaptureKind.Auto, progress: null, CancellationToken.None);
        pipeline.Complete();
        return [.. items.OfType<StoredIncident>().GroupBy(static stored => stored.Change.Incident.Id).Select(static changes => changes.Last().Change.Incident)
            .OrderBy(static incident => incident.Opened).ThenBy(static incident => incident.Id, StringComparer.Ordinal)];
    }

    private static string Line(Incident incident) => string.Create(CultureInfo.InvariantCulture,
        $"{incident.Id} {incident.Rule} {incident.Source} {IncidentKinds.NameOf(incident.Role)} {incident.Severity} {IncidentKinds.NameOf(incident.Handshake)}{(incident.IsForged ? " forged" : "")}: ")
        + string.Join("; ", incident.Contributions.Select(static part => part.Words));
}
