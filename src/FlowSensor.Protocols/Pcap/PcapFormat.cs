using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace FlowSensor.Protocols.Pcap;

/// <summary>
/// The classic format (draft-ietf-opsawg-pcap): a file header of 24 octets, then records of 16 octets and the packet.
/// <code>
/// file:   magic(4) major(2) minor(2) zone(4) accuracy(4) snap length(4) FCS and link type(4)
/// record: seconds(4) micro- or nanoseconds(4) captured length(4) wire length(4)
/// </code>
/// The "modified" variant of magic a1b2cd34 has eight more octets in each record header (interface, protocol, packet type).
/// </summary>
internal sealed class PcapFormat : CaptureFormat
{
    internal const uint MagicMicroseconds = 0xA1B2_C3D4;
    internal const uint MagicNanoseconds = 0xA1B2_3C4D;
    internal const uint MagicModified = 0xA1B2_CD34;
    internal const int FileHeaderLength = 24;
    internal const int RecordHeaderLength = 16;

    // The top bits hold the length of the frame check sequence and flags; libpcap keeps 26 bits as link type.
    private const uint LinkTypeMask = 0x03FF_FFFF;
    private const int ModifiedRecordHeaderLength = 24;
    private const int FractionOffset = 4;
    private const int CapturedLengthOffset = 8;
    private const int WireLengthOffset = 12;

    private readonly bool _isSwapped;
    private readonly int _headerLength;
    private readonly long _fractionUnitNs;
    private readonly int _minor;
    private readonly LinkType _linkType;

    private PcapFormat(bool isSwapped, int headerLength, long fractionUnitNs, int minor, LinkType linkType)
    {
        _isSwapped = isSwapped;
        _headerLength = headerLength;
        _fractionUnitNs = fractionUnitNs;
        _minor = minor;
        _linkType = linkType;
    }

    /// <summary>True when the file's first four octets, read as little-endian, are those of this format.</summary>
    internal static bool IsMagic(uint magic) =>
        magic is MagicMicroseconds or MagicNanoseconds or MagicModified
        || BinaryPrimitives.ReverseEndianness(magic) is MagicMicroseconds or MagicNanoseconds or MagicModified;

    /// <summary>Reads the file header; <paramref name="format"/> is only set with <see cref="CaptureStatus.Ok"/>.</summary>
    internal static CaptureStatus Open(BlockBuffer buffer, out CaptureFormat? format)
    {
        format = null;
        if (!buffer.Ensure(FileHeaderLength))
        {
            return CaptureStatus.Truncated;
        }

        ReadOnlySpan<byte> header = buffer.Peek(FileHeaderLength);
        uint magic = BinaryPrimitives.ReadUInt32LittleEndian(header);
        bool isSwapped = magic is not (MagicMicroseconds or MagicNanoseconds or MagicModified);
        magic = isSwapped ? BinaryPrimitives.ReverseEndianness(magic) : magic;
        int major = isSwapped ? BinaryPrimitives.ReadUInt16BigEndian(header[4..]) : BinaryPrimitives.ReadUInt16LittleEndian(header[4..]);
        int minor = isSwapped ? BinaryPrimitives.ReadUInt16BigEndian(header[6..]) : BinaryPrimitives.ReadUInt16LittleEndian(header[6..]);
        uint network = isSwapped ? BinaryPrimitives.ReadUInt32BigEndian(header[20..]) : BinaryPrimitives.ReadUInt32LittleEndian(header[20..]);
        if (major != 2)
        {
            return CaptureStatus.UnsupportedVersion;
        }

        buffer.Consume(FileHeaderLength);
        format = new PcapFormat(
            isSwapped,
            magic == MagicModified ? ModifiedRecordHeaderLength : RecordHeaderLength,
            magic == MagicNanoseconds ? 1 : 1000,
            minor,
            (LinkType)(network & LinkTypeMask));
        return CaptureStatus.Ok;
    }

    internal override CaptureStatus ReadNext(BlockBuffer buffer, out CapturedPacket packet)
    {
        packet = default;
        int headerLength = _headerLength;
        if (!buffer.Ensure(headerLength))
        {
            return buffer.Available == 0 ? CaptureStatus.EndOfFile : CaptureStatus.Truncated;
        }

        ReadOnlySpan<byte> header = buffer.Peek(RecordHeaderLength);
        uint seconds = Read(header);
        uint fraction = Read(header[FractionOffset..]);
        uint capturedLength = Read(header[CapturedLengthOffset..]);
        uint wireLength = Read(header[WireLengthOffset..]);

        // Until version 2.3 the two lengths came in the other order, and version 2.3 was written both ways.
        if (_minor < 3 || (_minor == 3 && capturedLength > wireLength))
        {
            (capturedLength, wireLength) = (wireLength, capturedLength);
        }

        if (capturedLength > MaxPacketLength)
        {
            return CaptureStatus.BadRecord;
        }

        int recordLength = headerLength + (int)capturedLength;
        if (!buffer.Ensure(recordLength))
        {
            return CaptureStatus.Truncated;
        }

        packet = new CapturedPacket(
            buffer.Peek(recordLength)[headerLength..],
            (seconds * 1_000_000_000L) + (fraction * _fractionUnitNs),
            (int)Math.Min(wireLength, int.MaxValue),
            _linkType,
            interfaceId: 0);
        buffer.Consume(recordLength);
        return CaptureStatus.Ok;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private uint Read(ReadOnlySpan<byte> source)
    {
        uint value = BinaryPrimitives.ReadUInt32LittleEndian(source);
        return _isSwapped ? BinaryPrimitives.ReverseEndianness(value) : value;
    }
}
