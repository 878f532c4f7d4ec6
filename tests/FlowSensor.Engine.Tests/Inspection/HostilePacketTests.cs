using FlowSensor.Engine.Inspection;
using FlowSensor.Engine.MailStatistics;
using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.Packets;

namespace FlowSensor.Engine.Tests.Inspection;

// The sizes of the issue (10 million forged sources, 1 million half-open sessions) with FLOWSENSOR_FULL=1; a tenth of them else.
[Collection(nameof(MemoryMeasurements))]
public class HostilePacketTests
{
    private static readonly IpAddress Server = IpAddress.Parse("192.0.2.25");
    private static readonly int Scale = Environment.GetEnvironmentVariable("FLOWSENSOR_FULL") == "1" ? 10 : 1;

    [Fact]
    public void Add_SynFloodOfForgedSources_KeepsNoSessionsAndAllocatesNothing()
    {
        PacketInspector inspector = New();
        Flood(inspector, 1_000, 0);
        int sources = 1_000_000 * Scale;
        long least = long.MaxValue;
        for (uint part = 0; part < 5; part++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Flood(inspector, sources / 5, 1_000 + (part * (uint)(sources / 5)));
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
        Assert.Equal(0, inspector.OpenSessions);
        Assert.Equal(sources + 1_000, inspector.Reassembly.Attempts);
        Assert.Equal(0, inspector.Smtp.Total.Sessions);

        // A client that is there in the middle of the flood is counted.
        new Conversation(inspector, IpAddress.Parse("198.51.100.9"), 5000, Server, 25).Open().Server("220 mx\r\n");
        Assert.Equal(1, inspector.Smtp.Total.Sessions);
    }

    [Fact]
    public void Add_HalfOpenAndSilentSessions_StayBounded()
    {
        InspectionOptions options = new() { MaxSessions = 10_000, MaxSmtpHosts = 5_000 };
        PacketInspector inspector = new(options, new MailServerStatistics(new MailStatisticsOptions(), MailCalendar.Default));
        int sessions = 100_000 * Scale;
        long atFull = 0;
        for (int index = 0; index < sessions; index++)
        {
            Conversation smtp = new(inspector, IpAddress.FromIPv4((uint)(0x0A00_0000 + index)), 1024, Server, 25)
            {
                TimeMs = 1_700_000_000_000 + (index / 100),
            };
            smtp.Open();
            smtp.Server("220 mx.example.net ESM");
            smtp.Client("EHL");
            smtp.SendData(true, smtp.ClientNext + 5_000, "out of order"u8);
            atFull = index == sessions / 2 ? GC.GetTotalMemory(forceFullCollection: true) : atFull;
        }

        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - atFull, long.MinValue, 4_000_000);
        Assert.Equal(10_000, inspector.OpenSessions);
        Assert.Equal(sessions - 10_000, inspector.Reassembly.Evicted);
        Assert.Equal(sessions, inspector.Smtp.Total.Sessions);
        Assert.Equal(5_000, inspector.Smtp.Clients);
        Assert.True(inspector.Smtp.HostsFull > 0);
    }

    [Fact]
    public void Add_SteadyTraffic_AllocatesNothing()
    {
        PacketInspector inspector = New();
        byte[] query = Convert.FromHexString("123401000001000000000000076578616d706c65036f726700000f0001");
        Run(inspector, query, 300);
        long least = long.MaxValue;
        for (int round = 0; round < 5; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Run(inspector, query, 100);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
        Assert.Equal(800, inspector.Smtp.Total.Accepted);
    }

    [Fact]
    public void Add_MutatedSegments_NeverThrow()
    {
        Random random = new(3);
        InspectionOptions options = new() { MaxSessions = 8, MaxWaitingOctets = 64 * 1024, MaxWaitingOctetsPerStream = 16 * 1024, MaxHandshakes = 16 };
        PacketInspector inspector = new(options, new MailServerStatistics(new MailStatisticsOptions(), MailCalendar.Default));
        byte[] payload = new byte[4_000];
        ushort[] ports = [25, 53, 110, 143, 465, 587, 993, 995, 4000];
        ReadOnlySpan<byte> words = "MAIL FROM:<a>\r\nDATA\r\n354 x\r\n.\r\nBDAT 99 LAST\r\n250-x\r\n250 x\r\nSTLS\r\n+OK\r\na LOGIN {9}\r\n"u8;
        for (int round = 0; round < 300_000; round++)
        {
            int length = random.Next(4) == 0 ? random.Next(payload.Length) : random.Next(60);
            words.Slice(random.Next(words.Length / 2)).CopyTo(payload);
            bool fromClient = random.Next(2) == 0;
            ushort port = ports[random.Next(ports.Length)];
            IpAddress client = IpAddress.FromIPv4((uint)(0xC633_6400 + random.Next(4)));
            PacketHeaders headers = new()
            {
                Source = fromClient ? client : Server,
                Destination = fromClient ? Server : client,
                SourcePort = fromClient ? (ushort)4000 : port,
                DestinationPort = fromClient ? port : (ushort)4000,
                Protocol = (byte)(random.Next(6) == 0 ? 17 : 6),
                IpLength = 40 + length + (random.Next(20) == 0 ? random.Next(100) : 0),
                PayloadOffset = 40,
                TcpFlags = (byte)(random.Next(3) == 0 ? random.Next(256) : 0x18),
                TcpSequence = (uint)random.Next(20_000) - 10_000,
                TcpAcknowledgment = (uint)random.Next(20_000) - 10_000,
            };
            inspector.Add(headers, payload.AsSpan(0, length), 1_700_000_000_000 + (round * 10L));
        }

        inspector.Complete();
        Assert.Equal(0, inspector.OpenSessions);
        Assert.Equal(0, inspector.WaitingBlocks);
    }

    private static void Flood(PacketInspector inspector, int sources, uint first)
    {
        PacketHeaders syn = new() { Destination = Server, SourcePort = 1024, DestinationPort = 25, Protocol = 6, IpLength = 40, PayloadOffset = 40, TcpFlags = 2 };
        for (uint source = first; source < first + sources; source++)
        {
            syn.Source = IpAddress.FromIPv4(source * 2_654_435_761);
            syn.TcpSequence = source;
            inspector.Add(syn, default, 1_700_000_000_000 + (source / 100));
        }
    }

    // Sessions and queries come to life and end; the same hosts, so that no table grows.
    private static void Run(PacketInspector inspector, byte[] query, int rounds)
    {
        for (int round = 0; round < rounds; round++)
        {
            SteadySession.Send(inspector, Server, query, (ushort)(1024 + (round % 50)));
        }
    }

    private static PacketInspector New() =>
        new(new InspectionOptions(), new MailServerStatistics(new MailStatisticsOptions(), MailCalendar.Default));
}
