using FlowSensor.Generator.Packets;
using FlowSensor.Protocols.Packets;
using FlowSensor.Protocols.Pcap;

namespace FlowSensor.Benchmarks.Packets;

/// <summary>A generated mix of packets, as a capture in memory and packet by packet.</summary>
internal sealed class RecordedPackets
{
    /// <summary>Packets of the mix.</summary>
    public const int Count = 200_000;

    private readonly (int Offset, int Length, long TimeNs)[] _places = new (int, int, long)[Count];

    public RecordedPackets()
    {
        using MemoryStream stream = new();
        using (PacketMix mix = new(new PacketMixOptions { Packets = Count, Hosts = 20_000, Duration = SpanMs / 1000 }, stream))
        {
            mix.Run();
        }

        Capture = stream.ToArray();
        using CaptureReader reader = CaptureReader.Open(new MemoryStream(Capture));
        PacketParser parser = new();
        int offset = 24;
        for (int i = 0; reader.TryReadNext(out CapturedPacket packet); i++)
        {
            _places[i] = (offset + 16, packet.Data.Length, packet.TimestampNs);
            offset += 16 + packet.Data.Length;
            parser.Parse(packet.LinkType, packet.Data, packet.WireLength, out Headers[i]);
        }
    }

    /// <summary>Time that the packets span, in milliseconds.</summary>
    public const int SpanMs = 300_000;

    /// <summary>The capture file.</summary>
    public byte[] Capture { get; }

    /// <summary>What the packets' headers say.</summary>
    public PacketHeaders[] Headers { get; } = new PacketHeaders[Count];

    /// <summary>Octets of a packet.</summary>
    public ReadOnlySpan<byte> Data(int packet) => Capture.AsSpan(_places[packet].Offset, _places[packet].Length);

    /// <summary>Capture time of a packet.</summary>
    public long TimeNs(int packet) => _places[packet].TimeNs;
}
