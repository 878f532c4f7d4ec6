using System.Buffers.Binary;
using System.IO.Compression;
using FlowSensor.Engine.Abuse.Reporting;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Contacts;
using FlowSensor.Engine.Contacts.Institutions;
using FlowSensor.Engine.Detection;
using FlowSensor.Engine.Intake;
using FlowSensor.Engine.Pipeline;
using FlowSensor.Engine.Storage;
using FlowSensor.Engine.Storage.Incidents;
using FlowSensor.Engine.Storage.Packets;
using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.Packets;
using FlowSensor.Protocols.Pcap;

namespace FlowSensor.Engine.Tests.Storage.Packets;

/// <summary>Packets of suspicious hosts, through the very pipeline into files and reports.</summary>
public sealed class PacketSlicesTests : IDisposable
{
    private const long Minute = 60_000;
    private const long T = 1_767_571_200_000;
    private static readonly IpAddress Host = IpAddress.Parse("203.0.113.9");

    private readonly string _folder = Directory.CreateTempSubdirectory("slices").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Take_PingStorm_PacketsOfTheOffenderAreInTheBundleOfItsReport()
    {
        SensorOptions options = new();
        options.Store.Path = _folder;
        SliceFiles files = SliceFiles.Beside(_folder, 1_000_000, TimeSpan.FromDays(1));
        List<Incident> incidents = [];
        using (SensorStore store = SensorStore.Open(options.Store))
        {
            DetectionPart part = new(
                options, item => { store.Add(item); if (item is StoredIncident { Change.Kind: IncidentChangeKind.Opened } opened) { incidents.Add(opened.Change.Incident); } }, null, null, slices: files);
            SensorPipeline pipeline = new(options, null, false, null, part);
            PacketIntake intake = pipeline.TakePackets();
            for (int i = 0; i < 3_000; i++)
            {
                byte[] echo = Echo(Host);
                intake.Take(new CapturedPacket(echo, (T + (i * 50)) * 1_000_000, echo.Length, LinkType.Raw, 0));
                if (i % 100 == 0)
                {
                    echo = Echo(IpAddress.Parse("203.0.113.10"));
                    intake.Take(new CapturedPacket(echo, (T + (i * 50)) * 1_000_000, echo.Length, LinkType.Raw, 0));
                }
            }

            pipeline.Complete();
        }

        Assert.NotEmpty(incidents);
        Assert.Equal((0, null), (files.Failed, files.Trouble));
        Incident incident = incidents[0];
        byte[] kept = SliceFiles.Read(_folder, incident.Source, 0, long.MaxValue);
        List<(IpAddress Source, IpAddress Destination, int Length)> packets = Packets(kept);
        Assert.InRange(packets.Count, 100, 150);
        Assert.All(packets, packet => Assert.True((packet.Source == incident.Source || packet.Destination == incident.Source) && packet.Length <= 96));
        Assert.Empty(SliceFiles.Read(_folder, incident.Source, 0, 1));

        using StoreReader reader = StoreReader.Open(_folder);
        AbuseReportQuery query = new(reader, options, new ContactResolver(ContactDirectory.Empty, new Engine.Routes.RouterTables([]), [], null, TimeSpan.FromHours(1)));
        AbuseReport open = (await query.AskAsync(incident.Id, false, 0, CancellationToken.None))!;
        AbuseReport hidden = (await query.AskAsync(incident.Id, true, 0, CancellationToken.None))!;

        using ZipArchive bundle = new(new MemoryStream(EvidenceBundle.Write(open, "en")));
        Assert.Equal(open.Packets.Length, bundle.GetEntry("packets.pcap")!.Length);
        using ZipArchive without = new(new MemoryStream(EvidenceBundle.Write(hidden, "en")));
        Assert.Null(without.GetEntry("packets.pcap"));
    }

    [Fact]
    public void Look_OverItsLimits_KeepsNoMoreAndCounts()
    {
        PacketEvidenceOptions options = new() { PerWindow = 3, PerSource = 5, SnapLength = 40 };
        PacketSlices slices = new(options, new SliceFiles(_folder, 1_000_000, 10 * Minute), address => address == Host);
        for (int window = 0; window < 3; window++)
        {
            for (int i = 0; i < 4; i++)
            {
                Look(slices, T + (window * Minute) + i, Host);
                Look(slices, T + (window * Minute) + i, IpAddress.Parse("203.0.113.10"));
            }

            slices.EndWindow(T + (window * Minute), T + ((window + 1) * Minute));
        }

        Assert.Equal((5L, 7L), (slices.Kept, slices.Left));
        Assert.Equal(["20260105T000000Z-101.pcap", "20260105T000100Z-101.pcap"], Directory.GetFiles(_folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal([24 + (3 * (16 + 40)), 24 + (2 * (16 + 40))], Directory.GetFiles(_folder).Order(StringComparer.Ordinal).Select(static path => (int)new FileInfo(path).Length));
    }

    [Fact]
    public void EndWindow_TooOldAndTooMuch_OldestFilesGiveWay()
    {
        PacketSlices slices = new(new PacketEvidenceOptions { SnapLength = 40 }, new SliceFiles(_folder, 200, 10 * Minute), static _ => true);
        for (int window = 0; window < 4; window++)
        {
            Look(slices, T + (window * Minute), Host);
            slices.EndWindow(T + (window * Minute), T + ((window + 1) * Minute));
        }

        // A file has 80 octets: two have room.
        Assert.Equal(["20260105T000200Z-101.pcap", "20260105T000300Z-101.pcap"], Directory.GetFiles(_folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        slices.EndWindow(T + (13 * Minute), T + (14 * Minute));
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public void EndWindow_SameWindowAfterARestart_KeepsBothFiles()
    {
        for (int run = 0; run < 3; run++)
        {
            PacketSlices slices = new(new PacketEvidenceOptions { SnapLength = 40 }, new SliceFiles(Path.Combine(_folder, "packets"), 1_000, 10 * Minute), static _ => true);
            Look(slices, T + run, Host);
            slices.EndWindow(T, T + Minute);
        }

        Assert.Equal(
            ["20260105T000000Z-101.pcap", "20260105T000000Z-101_02.pcap", "20260105T000000Z-101_03.pcap"],
            Directory.GetFiles(Path.Combine(_folder, "packets")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(3, Packets(SliceFiles.Read(_folder, Host, T, T + Minute)).Count);
    }

    private static byte[] Echo(IpAddress source)
    {
        byte[] packet = Convert.FromHexString("4500007000000000400100000000000000000000" + "0800000000010001" + new string('0', 168));
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(12), source.IPv4);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(16), IpAddress.Parse("192.0.2.80").IPv4);
        return packet;
    }

    // A UDP datagram without a link layer.
    private static void Look(PacketSlices slices, long timeMs, IpAddress source)
    {
        byte[] packet = Convert.FromHexString("4500003000000000401100000000000000000000" + "9C400035001C0000" + new string('0', 40));
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(12), source.IPv4);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(16), IpAddress.Parse("192.0.2.53").IPv4);
        CapturedPacket captured = new(packet, timeMs * 1_000_000, packet.Length, LinkType.Raw, 0);
        Assert.Equal(ParseStatus.Ok, new PacketParser(new PacketParserOptions()).Parse(LinkType.Raw, packet, packet.Length, out PacketHeaders headers));
        slices.Look(captured, headers);
    }

    private static List<(IpAddress Source, IpAddress Destination, int Length)> Packets(byte[] file)
    {
        List<(IpAddress Source, IpAddress Destination, int Length)> packets = [];
        using CaptureReader reader = CaptureReader.Open(new MemoryStream(file));
        PacketParser parser = new(new PacketParserOptions());
        while (reader.TryReadNext(out CapturedPacket packet))
        {
            parser.Parse(packet.LinkType, packet.Data, packet.WireLength, out PacketHeaders headers);
            packets.Add((headers.Source, headers.Destination, packet.Data.Length));
        }

        return packets;
    }
}
