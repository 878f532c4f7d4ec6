using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace FlowSensor.Protocols.Pcap;

/// <summary>
/// The block format (draft-ietf-opsawg-pcapng): every block is type(4) total length(4) body, total length(4) again.
/// A section header sets the byte order of its section and forgets the interfaces before it.
/// <code>
/// section header (0A0D0D0A): order magic(4) major(2) minor(2) section length(8) options
/// interface description (1): link type(2) reserved(2) snap length(4) options
/// packet, obsolete (2):      interface(2) drops(2) time high(4) time low(4) captured length(4) wire length(4) data options
/// simple packet (3):         wire length(4) data
/// enhanced packet (6):       interface(4) time high(4) time low(4) captured length(4) wire length(4) data options
/// </code>
/// </summary>
internal sealed class PcapngFormat : CaptureFormat
{
    /// <summary>The section header's block type, the same in both byte orders.</summary>
    internal const uint SectionHeader = 0x0A0D_0D0A;

    /// <summary>Most interfaces described in one file; far above any real one, so that a hostile file cannot fill memory.</summary>
    internal const int MaxInterfaces = 4096;

    private const uint OrderMagic = 0x1A2B_3C4D;
    private const uint InterfaceDescription = 1;
    private const uint ObsoletePacket = 2;
    private const uint SimplePacket = 3;
    private const uint EnhancedPacket = 6;
    private const int BlockHeaderLength = 8;
    private const int BlockOverhead = 12;
    private const int SectionHeaderMinimum = 28;
    private const int InterfaceMinimum = 20;
    private const int PacketFixedLength = 20;
    private const int PacketMinimum = BlockOverhead + PacketFixedLength;
    private const int SimplePacketMinimum = 16;

    private PcapngInterface[] _interfaces = new PcapngInterface[4];
    private int _interfaceCount;
    private int _sectionBase;
    private bool _isBigEndian;

    internal override CaptureStatus ReadNext(BlockBuffer buffer, out CapturedPacket packet)
    {
        while (true)
        {
            packet = default;
            if (!buffer.Ensure(BlockOverhead))
            {
                return buffer.Available == 0 ? CaptureStatus.EndOfFile : CaptureStatus.Truncated;
            }

            ReadOnlySpan<byte> header = buffer.Peek(BlockOverhead);
            uint type = Read(header);
            if (type == SectionHeader)
            {
                CaptureStatus opened = ReadSectionHeader(buffer);
                if (opened != CaptureStatus.Ok)
                {
                    return opened;
                }

                continue;
            }

            uint total = Read(header[4..]);
            if (total < BlockOverhead || (total & 3) != 0)
            {
                return CaptureStatus.BadBlock;
            }

            if (type is not (InterfaceDescription or ObsoletePacket or SimplePacket or EnhancedPacket))
            {
                if (!buffer.Skip(total))
                {
                    return CaptureStatus.Truncated;
                }

                continue;
            }

            CaptureStatus status = CheckBlock(buffer, total);
            if (status != CaptureStatus.Ok)
            {
                return status;
            }

            ReadOnlySpan<byte> block = buffer.Peek((int)total);
            buffer.Consume((int)total);
            if (type != InterfaceDescription)
            {
                return type == SimplePacket ? ReadSimple(block, out packet) : ReadPacket(block, type, out packet);
            }

            status = AddInterface(block);
            if (status != CaptureStatus.Ok)
            {
                return status;
            }
        }
    }

    private CaptureStatus CheckBlock(BlockBuffer buffer, uint total)
    {
        if (total > BlockBuffer.Capacity)
        {
            return CaptureStatus.BadBlock;
        }

        if (!buffer.Ensure((int)total))
        {
            return CaptureStatus.Truncated;
        }

        return Read(buffer.Peek((int)total)[^4..]) == total ? CaptureStatus.Ok : CaptureStatus.BadBlock;
    }

    private CaptureStatus ReadSectionHeader(BlockBuffer buffer)
    {
        if (!buffer.Ensure(SectionHeaderMinimum))
        {
            return CaptureStatus.Truncated;
        }

        ReadOnlySpan<byte> header = buffer.Peek(SectionHeaderMinimum);
        if (BinaryPrimitives.ReadUInt32LittleEndian(header[8..]) == OrderMagic)
        {
            _isBigEndian = false;
        }
        else if (BinaryPrimitives.ReadUInt32BigEndian(header[8..]) == OrderMagic)
        {
            _isBigEndian = true;
        }
        else
        {
            return CaptureStatus.BadBlock;
        }

        ushort major = _isBigEndian ? BinaryPrimitives.ReadUInt16BigEndian(header[12..]) : BinaryPrimitives.ReadUInt16LittleEndian(header[12..]);
        if (major != 1)
        {
            return CaptureStatus.UnsupportedVersion;
        }

        uint total = Read(header[4..]);
        if (total < SectionHeaderMinimum || (total & 3) != 0)
        {
            return CaptureStatus.BadBlock;
        }

        _sectionBase = _interfaceCount;
        return buffer.Skip(total) ? CaptureStatus.Ok : CaptureStatus.Truncated;
    }

    private CaptureStatus AddInterface(ReadOnlySpan<byte> block)
    {
        if (block.Length < InterfaceMinimum)
        {
            return CaptureStatus.BadBlock;
        }

        if (_interfaceCount == MaxInterfaces)
        {
            return CaptureStatus.TooManyInterfaces;
        }

        if (_interfaceCount == _interfaces.Length)
        {
            Array.Resize(ref _interfaces, _interfaces.Length * 2);
        }

        _interfaces[_interfaceCount++] = PcapngInterface.Parse(block[BlockHeaderLength..^4], _isBigEndian);
        return CaptureStatus.Ok;
    }

    private CaptureStatus ReadPacket(ReadOnlySpan<byte> block, uint type, out CapturedPacket packet)
    {
        packet = default;
        if (block.Length < PacketMinimum)
        {
            return CaptureStatus.BadBlock;
        }

        ReadOnlySpan<byte> body = block[BlockHeaderLength..];
        uint local = Read(body);
        if (type == ObsoletePacket)
        {
            local = _isBigEndian ? local >> 16 : local & 0xFFFF;
        }

        ulong ticks = ((ulong)Read(body[4..]) << 32) | Read(body[8..]);
        uint capturedLength = Read(body[12..]);
        uint wireLength = Read(body[16..]);
        if (local >= (uint)(_interfaceCount - _sectionBase) || capturedLength > (uint)(block.Length - PacketMinimum))
        {
            return CaptureStatus.BadBlock;
        }

        if (capturedLength > MaxPacketLength)
        {
            return CaptureStatus.BadRecord;
        }

        int id = _sectionBase + (int)local;
        ref readonly PcapngInterface source = ref _interfaces[id];
        packet = new CapturedPacket(
            body.Slice(PacketFixedLength, (int)capturedLength),
            source.ToNanoseconds(ticks),
            (int)Math.Min(wireLength, int.MaxValue),
            source.LinkType,
            id);
        return CaptureStatus.Ok;
    }

    // A simple packet belongs to the section's first interface and has no time; its captured length follows from
    // the snap length of that interface (4.4).
    private CaptureStatus ReadSimple(ReadOnlySpan<byte> block, out CapturedPacket packet)
    {
        packet = default;
        if (block.Length < SimplePacketMinimum || _interfaceCount == _sectionBase)
        {
            return CaptureStatus.BadBlock;
        }

        ref readonly PcapngInterface source = ref _interfaces[_sectionBase];
        uint wireLength = Read(block[BlockHeaderLength..]);
        uint capturedLength = source.SnapLength == 0 ? wireLength : Math.Min(wireLength, source.SnapLength);
        if (capturedLength > (uint)(block.Length - SimplePacketMinimum))
        {
            return CaptureStatus.BadBlock;
        }

        if (capturedLength > MaxPacketLength)
        {
            return CaptureStatus.BadRecord;
        }

        packet = new CapturedPacket(
            block.Slice(BlockHeaderLength + 4, (int)capturedLength),
            timestampNs: 0,
            (int)Math.Min(wireLength, int.MaxValue),
            source.LinkType,
            _sectionBase);
        return CaptureStatus.Ok;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private uint Read(ReadOnlySpan<byte> source)
    {
        uint value = BinaryPrimitives.ReadUInt32LittleEndian(source);
        return _isBigEndian ? BinaryPrimitives.ReverseEndianness(value) : value;
    }
}
