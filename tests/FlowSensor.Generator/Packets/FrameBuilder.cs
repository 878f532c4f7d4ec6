using System.Buffers.Binary;

namespace FlowSensor.Generator.Packets;

/// <summary>Builds Ethernet frames of IPv4 with TCP, UDP or ICMP in one buffer, checksums of IP right, those of the transport 0.</summary>
internal sealed class FrameBuilder
{
    private const int EthernetLength = 14, IpLength = 20, UdpLength = 8, TcpLength = 20, IcmpLength = 8;

    private readonly byte[] _frame = new byte[1514];
    private ushort _identification;

    public FrameBuilder()
    {
        ReadOnlySpan<byte> ethernet = [2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, 8, 0];
        ethernet.CopyTo(_frame);
        _frame[EthernetLength] = 0x45;
        _frame[EthernetLength + 8] = 64;
    }

    /// <summary>Octets of the IP packet built last.</summary>
    public int PacketLength { get; private set; }

    /// <summary>A UDP frame.</summary>
    public ReadOnlySpan<byte> Udp(Ends ends, ReadOnlySpan<byte> payload)
    {
        Span<byte> udp = Begin(ends, 17, UdpLength, payload);
        BinaryPrimitives.WriteUInt16BigEndian(udp[4..], (ushort)(UdpLength + payload.Length));
        BinaryPrimitives.WriteUInt16BigEndian(udp[6..], 0);
        return Frame;
    }

    /// <summary>A TCP frame.</summary>
    public ReadOnlySpan<byte> Tcp(Ends ends, uint sequence, uint acknowledgment, byte flags, ReadOnlySpan<byte> payload)
    {
        Span<byte> tcp = Begin(ends, 6, TcpLength, payload);
        BinaryPrimitives.WriteUInt32BigEndian(tcp[4..], sequence);
        BinaryPrimitives.WriteUInt32BigEndian(tcp[8..], acknowledgment);
        tcp[12] = 0x50;
        tcp[13] = flags;
        BinaryPrimitives.WriteUInt16BigEndian(tcp[14..], 65_000);
        BinaryPrimitives.WriteUInt32BigEndian(tcp[16..], 0);
        return Frame;
    }

    /// <summary>An ICMP echo request (type 8) or reply (type 0), RFC 792; the ports of the ends are its identifier and not sent.</summary>
    public ReadOnlySpan<byte> Echo(Ends ends, byte type, ReadOnlySpan<byte> payload)
    {
        Span<byte> icmp = Begin(ends, 1, IcmpLength, payload);
        icmp.Clear();
        icmp[0] = type;
        BinaryPrimitives.WriteUInt16BigEndian(icmp[4..], (ushort)(ends.SourcePort | ends.DestinationPort));
        return Frame;
    }

    private ReadOnlySpan<byte> Frame => _frame.AsSpan(0, EthernetLength + PacketLength);

    private Span<byte> Begin(Ends ends, byte protocol, int headerLength, ReadOnlySpan<byte> payload)
    {
        PacketLength = IpLength + headerLength + payload.Length;
        Span<byte> ip = _frame.AsSpan(EthernetLength, IpLength);
        BinaryPrimitives.WriteUInt16BigEndian(ip[2..], (ushort)PacketLength);
        BinaryPrimitives.WriteUInt16BigEndian(ip[4..], ++_identification);
        ip[9] = protocol;
        BinaryPrimitives.WriteUInt16BigEndian(ip[10..], 0);
        BinaryPrimitives.WriteUInt32BigEndian(ip[12..], ends.Source);
        BinaryPrimitives.WriteUInt32BigEndian(ip[16..], ends.Destination);
        BinaryPrimitives.WriteUInt16BigEndian(ip[10..], Checksum(ip));
        Span<byte> transport = _frame.AsSpan(EthernetLength + IpLength, headerLength);
        BinaryPrimitives.WriteUInt16BigEndian(transport, ends.SourcePort);
        BinaryPrimitives.WriteUInt16BigEndian(transport[2..], ends.DestinationPort);
        payload.CopyTo(_frame.AsSpan(EthernetLength + IpLength + headerLength));
        return transport;
    }

    private static ushort Checksum(ReadOnlySpan<byte> header)
    {
        uint sum = 0;
        for (int i = 0; i < header.Length; i += 2)
        {
            sum += BinaryPrimitives.ReadUInt16BigEndian(header[i..]);
        }

        sum = (sum & 0xFFFF) + (sum >> 16);
        return (ushort)~((sum & 0xFFFF) + (sum >> 16));
    }
}
