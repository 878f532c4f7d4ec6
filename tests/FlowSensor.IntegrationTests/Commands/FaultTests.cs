using System.Globalization;
using System.IO.Compression;
using System.Net.Sockets;
using FlowSensor.Engine.Collection;
using FlowSensor.Generator;
using FlowSensor.IntegrationTests.Peers;

namespace FlowSensor.IntegrationTests.Commands;

/// <summary>What the sensor does when it is killed, fed twice, or given what it cannot use.</summary>
public sealed class FaultTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("V9")]
    [InlineData("Ipfix")]
    public void Run_KilledAndStartedAgain_KnowsTheTemplates(string format)
    {
        using var exports = new HeldExports();
        new ExportStream(
            new GeneratorOptions { Format = Enum.Parse<ExportFormat>(format), Records = 4_000, Sources = 500, Exporters = 1, TemplateEvery = 1_000_000 }, exports).Run();
        int port = LoopbackPort.FreeUdp();
        string store = _folder.File("store");
        WriteConfiguration(port, store);
        int half = exports.Datagrams.Count / 2;
        using UdpClient exporter = new("127.0.0.1", port);
        using (PeerProcess killed = PeerProcess.StartSensor(_folder.Path, "run"))
        {
            killed.WaitUntil(() => killed.Errors.Contains("listens on", StringComparison.Ordinal));
            Send(exporter, exports.Datagrams.Take(half));
            string journal = Path.Combine(store, TemplateJournal.FileName);
            killed.WaitUntil(() => File.Exists(journal) && new FileInfo(journal).Length > 0);
        }

        using PeerProcess again = PeerProcess.StartSensor(_folder.Path, "run");
        again.WaitUntil(() => again.Errors.Contains("listens on", StringComparison.Ordinal));
        Send(exporter, exports.Datagrams.Skip(half));
        Assert.Equal(0, again.Stop());

        string expected = string.Create(CultureInfo.InvariantCulture, $"Stopped after {exports.Datagrams.Count - half} datagrams and {exports.Datagrams.Skip(half).Sum(static sent => sent.Records)} records");
        Assert.Contains(expected, again.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void RunAndReplay_OfTheSameCapture_AnswerAlike()
    {
        Generate("exports.pcap");
        WriteConfiguration(LoopbackPort.FreeUdp(), _folder.File("run"));
        Assert.Equal(0, Sensor.Run(_folder.Path, "replay", "exports.pcap", "--store", "replay").ExitCode);
        using (PeerProcess run = PeerProcess.StartSensor(_folder.Path, "run", "--replay", "exports.pcap"))
        {
            run.WaitUntil(() => run.Errors.Contains("Replayed", StringComparison.Ordinal));
            Assert.Equal(0, run.Stop());
        }

        foreach (string question in (string[])["top", "buckets", "exporters"])
        {
            SensorResult replayed = Sensor.Run(_folder.Path, question, "--store", "replay", "--from", "2020-01-01", "--json");
            SensorResult ran = Sensor.Run(_folder.Path, question, "--store", "run", "--from", "2020-01-01", "--json");
            Assert.Equal((0, ""), (ran.ExitCode, ran.Error));
            Assert.Equal(replayed.Output, ran.Output);
            Assert.True(ran.Output.Length > 100, question);
        }
    }

    [Fact]
    public void Replay_OfACaptureTwice_GivesTheSameDocument()
    {
        Generate("exports.pcap");

        string first = Sensor.Run(_folder.Path, "replay", "exports.pcap", "--top", "0", "--json").Output;
        string second = Sensor.Run(_folder.Path, "replay", "exports.pcap", "--top", "0", "--json").Output;

        int elapsed = first.LastIndexOf("\"elapsed_s\"", StringComparison.Ordinal);
        Assert.True(elapsed > 10_000);
        Assert.Equal(first[..elapsed], second[..second.LastIndexOf("\"elapsed_s\"", StringComparison.Ordinal)]);
    }

    [Theory]
    [InlineData(40, "ends inside a packet")]
    [InlineData(-1, "is not a capture")]
    [InlineData(-2, "is a folder")]
    [InlineData(-3, "damaged")]
    public void Replay_OfWhatCannotBeRead_SaysOneSentence(int fault, string words)
    {
        Generate("whole.pcap");
        byte[] whole = File.ReadAllBytes(_folder.File("whole.pcap"));
        switch (fault)
        {
            case -1:
                File.WriteAllBytes(_folder.File("bad.pcap"), []);
                break;
            case -2:
                _folder.Folder("bad.pcap");
                break;
            case -3:
                WriteBrokenGzip(_folder.File("bad.pcap"), whole);
                break;
            default:
                File.WriteAllBytes(_folder.File("bad.pcap"), whole[..^fault]);
                break;
        }

        SensorResult result = Sensor.Run(_folder.Path, "replay", "bad.pcap", "--json");

        string sentence = Assert.Single(result.Error.TrimEnd().Split('\n'));
        Assert.StartsWith("flowsensor: bad.pcap ", sentence, StringComparison.Ordinal);
        Assert.Contains(words, sentence, StringComparison.Ordinal);
        Assert.Equal(fault is -1 or -2 ? 1 : 0, result.ExitCode);
    }

    [Fact]
    public void Run_BadConfiguration_StartsNothing()
    {
        File.WriteAllText(_folder.File("flowsensor.yaml"), "traffic: {window: often}\nstore: {path: s}\n");

        SensorResult result = Sensor.Run(_folder.Path, "run");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("flowsensor.yaml:1: traffic.window", result.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.File("s")));
    }

    [Fact]
    public void Run_OneOfTwoPortsInUse_LeavesNothingHalfDone()
    {
        int free = LoopbackPort.FreeUdp();
        using UdpClient taken = new(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 0));
        int port = ((System.Net.IPEndPoint)taken.Client.LocalEndPoint!).Port;
        File.WriteAllText(
            _folder.File("flowsensor.yaml"),
            string.Create(CultureInfo.InvariantCulture, $"inputs: {{netflow: {{listen: [\"127.0.0.1:{free}\", \"127.0.0.1:{port}\"]}}, sflow: {{listen: []}}}}\nstore: {{path: s}}\n"));

        SensorResult result = Sensor.Run(_folder.Path, "run");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}"), Assert.Single(result.Error.TrimEnd().Split('\n')), StringComparison.Ordinal);
        Assert.False(LoopbackPort.IsUdpBound(free));
    }

    private static void Send(UdpClient exporter, IEnumerable<(byte[] Payload, int Records)> datagrams)
    {
        foreach ((byte[] payload, _) in datagrams)
        {
            exporter.Send(payload);
        }
    }

    private static void WriteBrokenGzip(string path, byte[] content)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(content);
        }

        byte[] octets = packed.ToArray();
        Array.Fill(octets, (byte)0xFF, octets.Length / 2, 64);
        File.WriteAllBytes(path, octets);
    }

    private void Generate(string name)
    {
        using var output = new PcapOutput(_folder.File(name), false);
        new ExportStream(new GeneratorOptions { Format = ExportFormat.Mix, Records = 20_000, Sources = 2_000 }, output).Run();
    }

    private void WriteConfiguration(int port, string store) => File.WriteAllText(
        _folder.File("flowsensor.yaml"),
        string.Create(CultureInfo.InvariantCulture, $"inputs: {{netflow: {{listen: [\"127.0.0.1:{port}\"], threads: 1}}, sflow: {{listen: []}}}}\nstore: {{path: \"{store}\"}}\n"));
}
