using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using FlowSensor.IntegrationTests.Commands;
using FlowSensor.IntegrationTests.Packets;
using FlowSensor.IntegrationTests.Peers;
using FlowSensor.Protocols.Packets;
using FlowSensor.Protocols.Pcap;

namespace FlowSensor.IntegrationTests.Detection;

/// <summary>The same exports give the same incidents in a live sensor, a sensor that is fed a capture, and a replay; and what can be done with them.</summary>
public sealed class IncidentsTests : IDisposable
{
    private const string Storm = "20261121T0920-cf75f0a746";
    private const string Flood = "20261121T0920-170bc618c6";

    private const string Asking = "20261121T0920-7ac727fd8a";
    private const string Answering = "20261121T0920-dd05605898";
    private const string OwnRule = "{name: busy-pings, service: icmp, measure: packets, over: 250, group_by: source}";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("flood-v5")]
    [InlineData("flood-v9")]
    [InlineData("flood-ipfix")]
    public void Incidents_LiveReplayedAndRehearsed_AreTheSame(string scenario)
    {
        string capture = RecordedScenario.CaptureOf(scenario);
        int port = LoopbackPort.FreeUdp();
        File.WriteAllText(
            _folder.File("flowsensor.yaml"),
            string.Create(CultureInfo.InvariantCulture, $"sensor: {{networks: [192.0.2.0/24]}}\ninputs: {{netflow: {{listen: [\"127.0.0.1:{port}\"], threads: 1}}, sflow: {{listen: []}}}}\nstore: {{path: live}}\ndetection: {{rules: [{OwnRule}]}}\n"));
        using (PeerProcess live = PeerProcess.StartSensor(_folder.Path, "run"))
        {
            live.WaitUntil(() => live.Errors.Contains("listens on", StringComparison.Ordinal));
            Send(capture, port);
            live.Stop();
        }

        SensorResult replay = Sensor.Run(_folder.Path, "replay", capture, "--config", "flowsensor.yaml", "--store", "replayed", "--json");
        Assert.Equal(0, replay.ExitCode);

        string[] incidents = Incidents("live");
        Assert.Equal([Flood, Asking, Storm, Answering], incidents.Select(static incident => incident.Split(' ')[0]));
        Assert.Equal(Incidents("replayed"), incidents);

        // And so are those of a rehearsal by the same rules, over the capture and over the history of the live run.
        Assert.Equal(incidents.Select(Judged), Rehearsed("--captures", capture));
        Assert.Equal(incidents.Select(Judged), Rehearsed("--store", "live"));
    }

    [Fact]
    public void Incidents_Decisions_AreKeptWithTheirAuthor()
    {
        Assert.Equal(0, Sensor.Run(_folder.Path, "replay", RecordedScenario.CaptureOf("flood"), "--store", "s").ExitCode);

        SensorResult ack = Sensor.Run(_folder.Path, "incidents", "ack", Storm, "--by", "ines", "--reason", "written to them", "--store", "s");
        SensorResult mute = Sensor.Run(_folder.Path, "incidents", "mute", "--rule", "port_scan", "--network", "192.0.2.0/28", "--by", "ines", "--store", "s");
        SensorResult silences = Sensor.Run(_folder.Path, "incidents", "silences", "--store", "s");
        SensorResult show = Sensor.Run(_folder.Path, "incidents", "show", Storm, "--store", "s");
        SensorResult months = Sensor.Run(_folder.Path, "incidents", "monthly", "--csv", "--store", "s");
        SensorResult unmute = Sensor.Run(_folder.Path, "incidents", "unmute", "2", "--store", "s");

        Assert.Equal((0, 0, 0, 0), (ack.ExitCode, mute.ExitCode, show.ExitCode, unmute.ExitCode));
        Assert.Contains("port_scan, 192.0.2.0/28", silences.Output, StringComparison.Ordinal);
        Assert.Contains("written to them", silences.Output, StringComparison.Ordinal);
        Assert.Contains("open, ack ines", show.Output, StringComparison.Ordinal);
        Assert.Contains("300 echo requests to one host", show.Output, StringComparison.Ordinal);
        Assert.Contains("2026-11,ping_storm,1", months.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "there is no kind or rule 'nosuch'", "incidents", "--kind", "nosuch")]
    [InlineData(1, "there is no incident 'nosuch'", "incidents", "show", "nosuch")]
    [InlineData(1, "There is no incident 'nosuch'", "incidents", "ack", "nosuch", "--by", "ines")]
    [InlineData(2, "nothing limits what to mute", "incidents", "mute", "--by", "ines")]
    [InlineData(2, "--for 'soon' is no duration", "incidents", "mute", "--rule", "port_scan", "--by", "ines", "--for", "soon")]
    [InlineData(1, "there is no decision 7", "incidents", "unmute", "7")]
    public void Incidents_WrongUse_SaysOneSentence(int exitCode, string sentence, params string[] arguments)
    {
        Assert.Equal(0, Sensor.Run(_folder.Path, "replay", RecordedScenario.CaptureOf("flood-v5"), "--store", "flowsensor-data").ExitCode);

        SensorResult result = Sensor.Run(_folder.Path, arguments);

        Assert.Equal(exitCode, result.ExitCode);
        Assert.Contains(sentence, result.Error, StringComparison.Ordinal);
    }

    private static void Send(string capture, int port)
    {
        using UdpClient exporter = new();
        using CaptureReader reader = CaptureReader.Open(File.OpenRead(capture));
        PacketParser parser = new(new PacketParserOptions());
        while (reader.TryReadNext(out CapturedPacket packet))
        {
            Assert.Equal(ParseStatus.Ok, parser.Parse(packet.LinkType, packet.Data, packet.WireLength, out PacketHeaders headers));
            exporter.Send(packet.Data.Slice(headers.PayloadOffset, headers.PayloadLength), new IPEndPoint(IPAddress.Loopback, port));

            // So that no buffer overflows on a busy machine.
            Thread.Sleep(5);
        }
    }

    // What a rehearsal says of an incident.
    private static string Judged(string incident) => string.Join(' ', incident.Split(' ') is { } parts ? [parts[0], parts[1], parts[2], parts[4], parts[5], parts[6]] : []);

    private string[] Rehearsed(params string[] input)
    {
        SensorResult result = Sensor.Run(_folder.Path, ["rehearse", "--config", "flowsensor.yaml", "--rules", "flowsensor.yaml", "--json", .. input]);
        Assert.Equal(0, result.ExitCode);
        using JsonDocument document = JsonDocument.Parse(result.Output);
        JsonElement[] rehearsed = [.. document.RootElement.GetProperty("incidents").EnumerateArray()];
        Assert.All(rehearsed, static incident => Assert.True(incident.GetProperty("now").GetBoolean() && incident.GetProperty("then").GetBoolean()));
        return [.. rehearsed.Select(static incident => string.Join(' ', "id kind source opened severity peak".Split(' ').Select(name => incident.GetProperty(name).GetRawText().Trim('"'))))];
    }

    // Exporters are other addresses live; everything else must be equal.
    private string[] Incidents(string store)
    {
        SensorResult result = Sensor.Run(_folder.Path, "incidents", "--store", store, "--json");
        using JsonDocument document = JsonDocument.Parse(result.Output);
        return
        [
            .. document.RootElement.EnumerateArray().Select(static incident => string.Join(' ',
                "id kind source role opened severity peak handshake forged windows flows packets octets peers features".Split(' ')
                    .Select(name => incident.GetProperty(name).GetRawText().Trim('"')))),
        ];
    }
}
