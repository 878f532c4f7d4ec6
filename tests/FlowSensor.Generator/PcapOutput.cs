using System.Buffers.Binary;
using System.Globalization;

namespace FlowSensor.Generator;

/// <summary>Writes datagrams as Ethernet/IPv4/UDP packets of a pcap file, fragmented where they exceed 1500 octets.</summary>
internal sealed class PcapOutput : IDatagramOutput
{
    private const int EthernetLength = 14, IpLength = 20, UdpLength = 8, Mtu = 1500;
    private const uint MicrosecondMagic = 0xA1B2_C3D4, NanosecondMagic = 0xA1B2_3C4D;

    // RFC 5737, and a network of RFC 2544 for a thousand exporters.
    private static readonly uint[] Networks = [0xC000_0200, 0xC633_6400, 0xCB00_7100, 0xC613_FF00];

    private readonly FileStream _file;
    private readonly byte[] _block = new byte[1 << 20];
    private readonly byte[] _datagram = new byte[65_536 + UdpLength];
    private readonly bool _nanoseconds;
    private int _used;
    private ushort _identification;

    public PcapOutput(string path, bool nanoseconds)
    {
        _file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, 0);
        _nanoseconds = nanoseconds;
        Span<byte> header = Take(24);
        header.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(header, nanoseconds ? NanosecondMagic : MicrosecondMagic);
        BinaryPrimitives.WriteUInt16LittleEndian(header[4..], 2);
        BinaryPrimitives.WriteUInt16LittleEndian(header[6..], 4);
        BinaryPrimitives.WriteUInt32LittleEndian(header[16..], 65_535);
        BinaryPrimitives.WriteUInt32LittleEndian(header[20..], 1);
    }

    /// <summary>Most exporters that the networks have addresses for.</summary>
    public static int MaxExporters => 254 * Networks.Length;

    public string AddressOf(int exporter)
    {
        uint address = Address(exporter);
        return string.Create(
            CultureInfo.InvariantCulture, $"{address >> 24}.{(address >> 16) & 255}.{(address >> 8) & 255}.{address & 255}");
    }

    public void Send(int exporter, ReadOnlySpan<byte> payload, int records, long time)
    {
        Span<byte> datagram = _datagram.AsSpan(0, UdpLength + payload.Length);
        BinaryPrimitives.WriteUInt16BigEndian(datagram, (ushort)(50_000 + exporter));
        BinaryPrimitives.WriteUInt16BigEndian(datagram[2..], payload[1] == 10 ? (ushort)4739 : (ushort)2055);
        BinaryPrimitives.WriteUInt16BigEndian(datagram[4..], (ushort)datagram.Length);
        BinaryPrimitives.WriteUInt16BigEndian(datagram[6..], 0);
        payload.CopyTo(datagram[UdpLength..]);
        _identification++;
        int offset = 0;
        do
        {
            int length = Math.Min(datagram.Length - offset, (Mtu - IpLength) / 8 * 8);
            bool more = offset + length < datagram.Length;
            WritePacket(Address(exporter), datagram.Slice(offset, length), offset / 8 | (more ? 0x2000 : 0), time);
            offset += length;
        }
        while (offset < datagram.Length);
    }

    public void Dispose()
    {
        _file.Write(_block.AsSpan(0, _used));
        _file.Dispose();
    }

    private static uint Address(int exporter) => Networks[exporter / 254] + 1 + (uint)(exporter % 254);

    private void WritePacket(uint source, ReadOnlySpan<byte> content, int fragment, long time)
    {
        int length = EthernetLength + IpLength + content.Length;
        Span<byte> packet = Take(16 + length);
        (long seconds, long rest) = Math.DivRem(time, 1_000_000_000);
        BinaryPrimitives.WriteUInt32LittleEndian(packet, (uint)seconds);
        BinaryPrimitives.WriteUInt32LittleEndian(packet[4..], (uint)(_nanoseconds ? rest : rest / 1000));
        BinaryPrimitives.WriteInt32LittleEndian(packet[8..], length);
        BinaryPrimitives.WriteInt32LittleEndian(packet[12..], length);
        ReadOnlySpan<byte> ethernet = [2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, 8, 0];
        ethernet.CopyTo(packet[16..]);
        Span<byte> ip = packet.Slice(16 + EthernetLength, IpLength);
        ip[0] = 0x45;
        ip[1] = 0;
        BinaryPrimitives.WriteUInt16BigEndian(ip[2..], (ushort)(IpLength + content.Length));
        BinaryPrimitives.WriteUInt16BigEndian(ip[4..], _identification);
        BinaryPrimitives.WriteUInt16BigEndian(ip[6..], (ushort)fragment);
        ip[8] = 64;
        ip[9] = 17;
        BinaryPrimitives.WriteUInt16BigEndian(ip[10..], 0);
        BinaryPrimitives.WriteUInt32BigEndian(ip[12..], source);
        BinaryPrimitives.WriteUInt32BigEndian(ip[16..], 0xC633_64FE);
        BinaryPrimitives.WriteUInt16BigEndian(ip[10..], Checksum(ip));
        content.CopyTo(packet[(16 + EthernetLength + IpLength)..]);
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

    private Span<byte> Take(int length)
    {
        if (_used + length > _block.Length)
        {
            _file.Write(_block.AsSpan(0, _used));
            _used = 0;
        }

        _used += length;
        return _block.AsSpan(_used - length, length);
    }
}
