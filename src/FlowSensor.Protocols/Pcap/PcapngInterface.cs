using System.Buffers.Binary;

namespace FlowSensor.Protocols.Pcap;

/// <summary>What an Interface Description Block says (draft-ietf-opsawg-pcapng 4.2), and the arithmetic of its time stamps.</summary>
internal readonly struct PcapngInterface
{
    private const long NanosecondsPerSecond = 1_000_000_000;
    private const byte BinaryResolution = 0x80;

    private readonly byte _resolution;
    private readonly ulong _factor;
    private readonly ulong _divisor;
    private readonly long _offsetNs;

    /// <param name="linkType">Link type of all its packets.</param>
    /// <param name="snapLength">Most octets captured of a packet, 0 for no limit.</param>
    /// <param name="resolution">if_tsresol: a power of ten, or of two when the top bit is set; 6 where the option is absent.</param>
    /// <param name="offsetSeconds">if_tsoffset: seconds to add to every time stamp.</param>
    internal PcapngInterface(LinkType linkType, uint snapLength, byte resolution, long offsetSeconds)
    {
        LinkType = linkType;
        SnapLength = snapLength;
        _resolution = resolution;
        _offsetNs = unchecked(offsetSeconds * NanosecondsPerSecond);
        _factor = resolution <= 9 ? PowerOfTen(9 - resolution) : 1;
        _divisor = resolution is > 9 and <= 28 ? PowerOfTen(resolution - 9) : 1;
    }

    internal LinkType LinkType { get; }

    internal uint SnapLength { get; }

    /// <summary>Nanoseconds since the Unix epoch. An absurd stamp gives an absurd number, never an error.</summary>
    internal long ToNanoseconds(ulong ticks)
    {
        if (_resolution <= 9)
        {
            return unchecked((long)(ticks * _factor) + _offsetNs);
        }

        if ((_resolution & BinaryResolution) == 0)
        {
            return unchecked((long)(_resolution <= 28 ? ticks / _divisor : 0) + _offsetNs);
        }

        int bits = _resolution & ~BinaryResolution;
        ulong ns = bits < 64
            ? unchecked((ulong)(((UInt128)ticks * NanosecondsPerSecond) >> bits))
            : 0;
        return unchecked((long)ns + _offsetNs);
    }

    /// <summary>
    /// Reads the body of the block: link type(2) reserved(2) snap length(4), then options of code(2) length(2) value.
    /// </summary>
    internal static PcapngInterface Parse(ReadOnlySpan<byte> body, bool isBigEndian)
    {
        const ushort EndOfOptions = 0;
        const ushort TimestampResolution = 9;
        const ushort TimestampOffset = 14;

        ushort linkType = ReadUInt16(body, isBigEndian);
        uint snapLength = isBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(body[4..]) : BinaryPrimitives.ReadUInt32LittleEndian(body[4..]);
        byte resolution = 6;
        long offset = 0;
        ReadOnlySpan<byte> options = body[8..];
        while (options.Length >= 4)
        {
            ushort code = ReadUInt16(options, isBigEndian);
            int length = ReadUInt16(options[2..], isBigEndian);
            if (code == EndOfOptions || length > options.Length - 4)
            {
                break;
            }

            ReadOnlySpan<byte> value = options.Slice(4, length);
            if (code == TimestampResolution && length >= 1)
            {
                resolution = value[0];
            }
            else if (code == TimestampOffset && length >= 8)
            {
                offset = isBigEndian ? BinaryPrimitives.ReadInt64BigEndian(value) : BinaryPrimitives.ReadInt64LittleEndian(value);
            }

            options = options[Math.Min(options.Length, 4 + ((length + 3) & ~3))..];
        }

        return new PcapngInterface((LinkType)linkType, snapLength, resolution, offset);
    }

    private static ushort ReadUInt16(ReadOnlySpan<byte> source, bool isBigEndian) =>
        isBigEndian ? BinaryPrimitives.ReadUInt16BigEndian(source) : BinaryPrimitives.ReadUInt16LittleEndian(source);

    private static ulong PowerOfTen(int exponent)
    {
        ulong power = 1;
        for (int i = 0; i < exponent; i++)
        {
            power *= 10;
        }

        return power;
    }
}
