using System.Buffers.Binary;
using System.Text;

namespace FlowSensor.Protocols.Tests.Pcap;

/// <summary>Builds capture files octet by octet, in either byte order.</summary>
internal sealed class CaptureBytes(bool isBigEndian)
{
    private readonly List<byte> _octets = [];

    internal byte[] ToArray() => [.. _octets];

    internal CaptureBytes U16(int value)
    {
        Span<byte> octets = stackalloc byte[2];
        if (isBigEndian)
        {
            BinaryPrimitives.WriteUInt16BigEndian(octets, (ushort)value);
        }
        else
        {
            BinaryPrimitives.WriteUInt16LittleEndian(octets, (ushort)value);
        }

        return Raw(octets);
    }

    internal CaptureBytes U32(uint value)
    {
        Span<byte> octets = stackalloc byte[4];
        if (isBigEndian)
        {
            BinaryPrimitives.WriteUInt32BigEndian(octets, value);
        }
        else
        {
            BinaryPrimitives.WriteUInt32LittleEndian(octets, value);
        }

        return Raw(octets);
    }

    internal CaptureBytes U64(ulong value) =>
        isBigEndian ? U32((uint)(value >> 32)).U32((uint)value) : U32((uint)value).U32((uint)(value >> 32));

    internal CaptureBytes Raw(ReadOnlySpan<byte> octets)
    {
        _octets.AddRange(octets);
        return this;
    }

    internal CaptureBytes Text(string text) => Raw(Encoding.ASCII.GetBytes(text));

    /// <summary>A pcap file header of version 2.4.</summary>
    internal CaptureBytes PcapHeader(uint magic, uint linkType) =>
        U32(magic).U16(2).U16(4).U32(0).U32(0).U32(65535).U32(linkType);

    /// <summary>A pcapng block around a body that is padded to four octets.</summary>
    internal CaptureBytes Block(uint type, CaptureBytes body)
    {
        byte[] octets = body.ToArray();
        uint total = (uint)(12 + ((octets.Length + 3) & ~3));
        return U32(type).U32(total).Raw(octets).Raw(new byte[total - 12 - octets.Length]).U32(total);
    }

    internal CaptureBytes Section() =>
        Block(0x0A0D0D0A, new CaptureBytes(isBigEndian).U32(0x1A2B3C4D).U16(1).U16(0).U64(ulong.MaxValue));

    /// <summary>An interface description; <paramref name="resolution"/> and <paramref name="offset"/> only where given.</summary>
    internal CaptureBytes Interface(int linkType, uint snapLength = 0, byte? resolution = null, long? offset = null)
    {
        CaptureBytes body = new CaptureBytes(isBigEndian).U16(linkType).U16(0).U32(snapLength);
        if (resolution is byte power)
        {
            body.U16(9).U16(1).Raw([power, 0, 0, 0]);
        }

        if (offset is long seconds)
        {
            body.U16(14).U16(8).U64((ulong)seconds);
        }

        return Block(1, body.U16(0).U16(0));
    }

    internal CaptureBytes Enhanced(uint id, ulong ticks, string data, int? capturedLength = null)
    {
        CaptureBytes body = new CaptureBytes(isBigEndian).U32(id).U32((uint)(ticks >> 32)).U32((uint)ticks)
            .U32((uint)(capturedLength ?? data.Length)).U32((uint)data.Length + 7).Text(data);
        return Block(6, body);
    }
}
