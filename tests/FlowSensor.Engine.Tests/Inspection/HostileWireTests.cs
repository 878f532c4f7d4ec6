using System.Diagnostics;
using FlowSensor.Engine.Inspection;
using FlowSensor.Engine.Metering;
using FlowSensor.Engine.Tests.Recordings;
using FlowSensor.Protocols.Packets;
using FlowSensor.Protocols.Pcap;
using FlowSensor.Protocols.Tests.Pcap;
using Xunit.Abstractions;

namespace FlowSensor.Engine.Tests.Inspection;

// 10 million forged sources and 1 million half-open sessions with FLOWSENSOR_FULL=1; a tenth of them else.
[Collection(nameof(MemoryMeasurements))]
public class HostileWireTests(ITestOutputHelper output)
{
    private const byte Syn = 2;
    private const byte Ack = 16;
    private const byte Push = 8;
    private const uint Server = 0xC000_0219;
    private const uint ForgedMultiplier = 2_654_435_761;
    private const long StartMs = 1_700_000_000_000;

    // Beyond what the tables hold from their start: noise of the runtime.
    private const long AllowedGrowth = 4_000_000;

    private static readonly int Scale = Environment.GetEnvironmentVariable("FLOWSENSOR_FULL") == "1" ? 10 : 1;

    [Fact]
    public void Add_PublishedMalformedCaptures_EveryPacketIsMeteredOrHasACause()
    {
        WirePath all = WirePath.Small();
        int files = 0;
        foreach (string path in PublishedData.Files("malformed"))
        {
            WirePath wire = WirePath.Small();
            wire.Read(path);
            wire.Complete();
            wire.AssertAccount();
            all.Read(path);
            files++;
        }

        all.Complete();
        all.AssertAccount();
        output.WriteLine($"{files} files, {Figures(all)}");
    }

    [Fact]
    public void Add_MutatedRecordings_NeverThrowsAndIsCounted()
    {
        List<byte[]> packets = RecordedPackets();
        Random random = new(31);
        WirePath wire = WirePath.Small();
        byte[] frame = new byte[65_536];
        LinkType[] linkTypes = [LinkType.Raw, LinkType.Null, LinkType.LinuxCooked2];
        long quarter = 0;
        const int Mutations = 100_000;
        for (int mutation = 0; mutation < Mutations; mutation++)
        {
            int length = Mutate(random, packets, frame);
            LinkType linkType = random.Next(20) == 0 ? linkTypes[random.Next(linkTypes.Length)] : LinkType.Ethernet;
            int wireLength = random.Next(8) == 0 ? random.Next() : length;

            // Any time a file can hold, now and then.
            long timeMs = random.Next(1_000) == 0 ? random.NextInt64(long.MinValue, long.MaxValue) / 1_000_000 : StartMs + (mutation * 10L);
            wire.Add(linkType, frame.AsSpan(0, length), wireLength, timeMs);
            quarter = mutation == Mutations / 4 ? GC.GetTotalMemory(forceFullCollection: true) : quarter;
        }

        long growth = GC.GetTotalMemory(forceFullCollection: true) - quarter;
        GC.KeepAlive(packets);
        wire.Complete();
        wire.AssertAccount();
        output.WriteLine($"grown {growth}, {Figures(wire)}");
        Assert.Equal(Mutations, wire.Packets);
        Assert.InRange(growth, long.MinValue, AllowedGrowth);
    }

    [Fact]
    public void Add_SynFloodOfForgedSources_IsMeteredInBoundedMemory()
    {
        WirePath wire = new(new InspectionOptions(), new FlowCacheOptions(), new FragmentReassemblerOptions());
        TcpFrame frame = new();
        int sources = 1_000_000 * Scale;
        // After so many the flow cache holds as many flows as it may, and its index has grown as far as it does.
        long full = 0;
        for (uint source = 0; source < sources; source++)
        {
            wire.Add(LinkType.Ethernet, frame.Write(source * ForgedMultiplier, 1024, Server, 25, Syn, source, 0).Octets, 54, StartMs + (source / 100));
            full = source == sources / 4 * 3 ? GC.GetTotalMemory(forceFullCollection: true) : full;
        }

        long growth = GC.GetTotalMemory(forceFullCollection: true) - full;
        Assert.Equal((sources, 0), (wire.Inspector.Reassembly.Attempts, wire.Inspector.OpenSessions));
        Assert.Equal(0, wire.Inspector.Smtp.Total.Sessions);
        wire.Complete();
        wire.AssertAccount();
        output.WriteLine($"grown {growth}, {Figures(wire)}");
        Assert.Equal((sources, sources * 40L, 0L), (wire.Metered.Packets, wire.Metered.Octets, wire.Unmetered));
        Assert.InRange(growth, long.MinValue, AllowedGrowth);
    }

    // Half of a greeting, half of a command, and something that came too early: the reader and the waiting room are in use.
    [Fact]
    public void Add_HalfOpenSmtpSessions_AreMeteredInBoundedMemory()
    {
        InspectionOptions options = new();
        WirePath wire = new(options, new FlowCacheOptions(), new FragmentReassemblerOptions());
        TcpFrame frame = new();
        int sessions = 100_000 * Scale;
        long quarter = 0;
        for (uint session = 0; session < sessions; session++)
        {
            uint client = 0x0A00_0000 + session;
            long timeMs = StartMs + (session / 100);
            Send(frame.Write(client, 1024, Server, 25, Syn, 1, 0));
            Send(frame.Write(Server, 25, client, 1024, Syn | Ack, 1, 2));
            Send(frame.Write(client, 1024, Server, 25, Ack, 2, 2));
            Send(frame.Write(Server, 25, client, 1024, Ack | Push, 2, 2, "220 mx.example.net ESM"u8));
            Send(frame.Write(client, 1024, Server, 25, Ack | Push, 2, 24, "EHL"u8));
            Send(frame.Write(client, 1024, Server, 25, Ack | Push, 5_000, 24, "out of order"u8));
            quarter = session == sessions / 4 * 3 ? GC.GetTotalMemory(forceFullCollection: true) : quarter;

            void Send(TcpFrame sent) => wire.Add(LinkType.Ethernet, sent.Octets, sent.Octets.Length, timeMs);
        }

        long growth = GC.GetTotalMemory(forceFullCollection: true) - quarter;
        int open = wire.Inspector.OpenSessions;
        wire.Complete();
        wire.AssertAccount();
        output.WriteLine($"grown {growth}, open {open}, {Figures(wire)}");
        Assert.Equal(options.MaxSessions, open);
        Assert.Equal((sessions, sessions - open), (wire.Inspector.Smtp.Total.Sessions, wire.Inspector.Reassembly.Evicted));
        Assert.Equal((sessions * 6L, 0L), (wire.Metered.Packets, wire.Unmetered));
        Assert.InRange(growth, long.MinValue, AllowedGrowth);
    }

    private static string Figures(WirePath wire) =>
        $"packets {wire.Packets}, metered {wire.Metered.Packets}, not metered {wire.Unmetered}, flows {wire.Metered.Emitted}, "
        + $"emitted early {wire.Metered.EmittedEarly}, inspected {wire.Inspector.Inspected}, attempts {wire.Inspector.Reassembly.Attempts}, "
        + $"SMTP sessions {wire.Inspector.Smtp.Total.Sessions}, evicted {wire.Inspector.Reassembly.Evicted}, fragments refused {wire.Reassembler.Refused}, "
        + $"heap {GC.GetTotalMemory(false) >> 20} MB, process peak {Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MB";

    private static List<byte[]> RecordedPackets()
    {
        List<byte[]> packets = [];
        foreach (string path in Directory.EnumerateFiles(RecordedScenario.Root, "input.pcap.gz", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            using FileStream file = File.OpenRead(path);
            using CaptureReader reader = CaptureReader.Open(file);
            while (reader.TryReadNext(out CapturedPacket packet))
            {
                packets.Add(packet.Data.ToArray());
            }
        }

        return packets;
    }

    // Octets changed, mostly in the headers; cut; joined with the rest of another packet; octets put in.
    private static int Mutate(Random random, List<byte[]> packets, byte[] frame)
    {
        byte[] packet = packets[random.Next(packets.Count)];
        packet.CopyTo(frame, 0);
        int length = packet.Length;
        if (random.Next(3) == 0)
        {
            byte[] other = packets[random.Next(packets.Count)];
            int from = random.Next(other.Length);
            int at = random.Next(Math.Min(length, 50), length);
            other.AsSpan(from).CopyTo(frame.AsSpan(at));
            length = at + other.Length - from;
        }

        if (random.Next(8) == 0)
        {
            length = random.Next(length + 1);
        }

        if (random.Next(8) == 0)
        {
            int more = random.Next(1_000);
            random.NextBytes(frame.AsSpan(length, more));
            length += more;
        }

        for (int changes = random.Next(9); changes > 0 && length > 0; changes--)
        {
            int place = random.Next(random.Next(4) == 0 ? Math.Min(length, 60) : length);
            frame[place] = random.Next(3) == 0 ? (byte)(random.Next(2) * 255) : (byte)random.Next(256);
        }

        return length;
    }
}
