using System.Buffers.Binary;
using System.Net;
using FlowSensor.Capture;
using FlowSensor.Capture.Pcap;

namespace FlowSensor.Engine.Tests.Capture;

public sealed class PcapPacketSourceTests
{
    private const int FrameLength = 142;

    [Fact]
    public void LoadFirst_NamesOfNothing_IsZeroAndTheMessageNamesThePackage()
    {
        Assert.Equal(0, PcapLibrary.LoadFirst(["libno-such-thing.so.0", "libno-such-thing.so"]));
        Assert.Contains("libpcap0.8", PcapLibrary.MissingMessage, StringComparison.Ordinal);
    }

    [CaptureFact]
    public void List_OnAnyMachine_HasLoopbackWithAddress()
    {
        PcapInterface loopback = Assert.Single(PcapInterfaces.List(), entry => entry.IsLoopback);
        Assert.True(loopback.IsUp);
        Assert.Contains(IPAddress.Loopback, loopback.Addresses);
    }

    [CaptureFact]
    public void Check_WrongFilter_NamesIt()
    {
        PcapFilter.Check("tcp port 25 or udp port 53");
        CaptureException exception = Assert.Throws<CaptureException>(() => PcapFilter.Check("tcp prot 25"));
        Assert.StartsWith("The capture filter \"tcp prot 25\" is not valid: ", exception.Message, StringComparison.Ordinal);
    }

    [CaptureFact]
    public void Open_NoSuchInterface_SaysSo()
    {
        CaptureException exception = Assert.Throws<CaptureException>(() => PcapPacketSource.Open(new PcapOptions { Interface = "nosuch0" }).Dispose());
        Assert.Contains("nosuch0", exception.Message, StringComparison.Ordinal);
    }

    [CaptureFact(needsNamespace: true)]
    public void Receive_ReplayedPackets_DeliversAllWholeAndFiltered()
    {
        const int Sent = 20_000;
        using VethNamespace space = new();
        string file = WriteCapture(Sent);
        try
        {
            space.Enter(() =>
            {
                using PcapPacketSource source = PcapPacketSource.Open(new PcapOptions { Interface = "b0", Filter = "udp port 2055", SnapLength = 100 });
                Assert.Equal(1, source.LinkType);
                Thread replay = new(() => space.RunInside("tcpreplay", "-q", "-i", "a0", "--pps=40000", file));
                replay.Start();
                CountingSink sink = new();
                for (int idle = 0; idle < 30 && sink.Packets < Sent; idle++)
                {
                    idle = source.Receive(sink, 1_000, TimeSpan.FromMilliseconds(200)) > 0 ? 0 : idle;
                }

                replay.Join();
                PacketSourceStatistics statistics = source.ReadStatistics();
                Assert.Equal(Sent, sink.Packets + statistics.KernelDropped);
                Assert.Equal(sink.Packets, statistics.Delivered);
                Assert.Equal(Sent, statistics.Seen);
                Assert.Equal(sink.Packets * 100, sink.Captured);
                Assert.Equal(sink.Packets * FrameLength, sink.OnTheWire);
                Assert.True(sink.FirstMs > 1_600_000_000_000);
                Assert.True(sink.HasNanoseconds);
                Assert.Equal(0, sink.Allocated);
            });
        }
        finally
        {
            File.Delete(file);
        }
    }

    [CaptureFact(needsNamespace: true)]
    public void ReadStatistics_NobodyReads_DeliveredPlusDroppedIsSent()
    {
        const int Sent = 30_000;
        using VethNamespace space = new();
        string file = WriteCapture(Sent);
        try
        {
            space.Enter(() =>
            {
                using PcapPacketSource source = PcapPacketSource.Open(
                    new PcapOptions { Interface = "b0", Filter = "udp port 2055", Buffer = 512 << 10 });
                space.RunInside("tcpreplay", "-q", "-i", "a0", "--topspeed", file);
                CountingSink sink = new();
                int more;
                do
                {
                    more = source.Receive(sink, 1_000, TimeSpan.FromMilliseconds(300));
                }
                while (more > 0);

                PacketSourceStatistics statistics = source.ReadStatistics();
                Assert.True(statistics.KernelDropped > 0);
                Assert.Equal(Sent, sink.Packets + statistics.KernelDropped);
            });
        }
        finally
        {
            File.Delete(file);
        }
    }

    [CaptureFact(needsNamespace: true)]
    public void Receive_SinkThrows_ComesOutOfReceive()
    {
        using VethNamespace space = new();
        string file = WriteCapture(10);
        try
        {
            space.Enter(() =>
            {
                using PcapPacketSource source = PcapPacketSource.Open(new PcapOptions { Interface = "b0", Filter = "udp", Immediate = true });
                space.RunInside("tcpreplay", "-q", "-i", "a0", "--topspeed", file);
                Assert.Throws<InvalidOperationException>(() => source.Receive(new ThrowingSink(), 10, TimeSpan.FromSeconds(2)));
                Assert.Equal(1, source.ReadStatistics().Delivered);
            });
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>A pcap file of UDP packets from 192.0.2.1 to 192.0.2.2, port 2055, every other frame an ARP-like one that no filter takes.</summary>
    private static string WriteCapture(int packets)
    {
        string path = Path.GetTempFileName();
        using FileStream file = File.Create(path);
        Span<byte> header = stackalloc byte[24];
        BinaryPrimitives.WriteUInt32LittleEndian(header, 0xA1B2C3D4);
        BinaryPrimitives.WriteUInt16LittleEndian(header[4..], 2);
        BinaryPrimitives.WriteUInt16LittleEndian(header[6..], 4);
        BinaryPrimitives.WriteUInt32LittleEndian(header[16..], 65_535);
        BinaryPrimitives.WriteUInt32LittleEndian(header[20..], 1);
        file.Write(header);
        byte[] record = new byte[16 + FrameLength];
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(8), FrameLength);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(12), FrameLength);
        Span<byte> frame = record.AsSpan(16);
        frame[..6].Fill(0xFF);
        frame[6] = 2;
        Span<byte> ip = frame[14..];
        ip[0] = 0x45;
        BinaryPrimitives.WriteUInt16BigEndian(ip[2..], FrameLength - 14);
        ip[8] = 64;
        ip[9] = 17;
        BinaryPrimitives.WriteUInt32BigEndian(ip[12..], 0xC0000201);
        BinaryPrimitives.WriteUInt32BigEndian(ip[16..], 0xC0000202);
        BinaryPrimitives.WriteUInt16BigEndian(ip[20..], 40_000);
        BinaryPrimitives.WriteUInt16BigEndian(ip[22..], 2_055);
        BinaryPrimitives.WriteUInt16BigEndian(ip[24..], FrameLength - 34);
        for (int i = 0; i < packets; i++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(frame[12..], 0x0800);
            file.Write(record);
            if (i % 2 == 0)
            {
                BinaryPrimitives.WriteUInt16BigEndian(frame[12..], 0x0806);
                file.Write(record);
            }
        }

        return path;
    }

    private sealed class CountingSink : IPacketSink
    {
        private long _baseline = -1;

        public long Packets { get; private set; }

        public long Captured { get; private set; }

        public long OnTheWire { get; private set; }

        public long FirstMs { get; private set; }

        public bool HasNanoseconds { get; private set; }

        /// <summary>Bytes allocated on the receiving thread from the 10,000th packet to the last.</summary>
        public long Allocated { get; private set; }

        public void OnPacket(in CapturedPacket packet)
        {
            Packets++;
            Captured += packet.Data.Length;
            OnTheWire += packet.WireLength;
            FirstMs = FirstMs == 0 ? packet.TimestampNanoseconds / 1_000_000 : FirstMs;
            HasNanoseconds |= packet.TimestampNanoseconds % 1_000 != 0;
            if (Packets >= 10_000)
            {
                long now = GC.GetAllocatedBytesForCurrentThread();
                _baseline = _baseline < 0 ? now : _baseline;
                Allocated = now - _baseline;
            }
        }
    }

    private sealed class ThrowingSink : IPacketSink
    {
        public void OnPacket(in CapturedPacket packet) => throw new InvalidOperationException("as asked");
    }
}
