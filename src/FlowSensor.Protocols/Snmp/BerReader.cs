using System.Formats.Asn1;

namespace FlowSensor.Protocols.Snmp;

/// <summary>
/// Reads BER elements in order, of definite length and single-octet tags only (RFC 3417 8). Nothing throws: a refusal is a
/// <see cref="SnmpDecodeStatus"/> that stays in <see cref="Status"/>.
/// </summary>
internal ref struct BerReader
{
    internal const byte IntegerTag = 0x02;
    internal const byte OctetStringTag = 0x04;
    internal const byte SequenceTag = 0x30;

    private readonly ReadOnlySpan<byte> _source;
    private int _position;

    internal BerReader(ReadOnlySpan<byte> source) => _source = source;

    internal SnmpDecodeStatus Status { get; private set; }

    internal readonly bool AtEnd => _position >= _source.Length;

    /// <summary>Reads one element with any tag; <paramref name="offset"/> is where its content starts in the source.</summary>
    internal bool TryReadAny(out byte tag, out ReadOnlySpan<byte> content, out int offset)
    {
        ReadOnlySpan<byte> rest = _source[Math.Min(_position, _source.Length)..];
        tag = 0;
        content = default;
        offset = 0;
        // RFC 3417 8: the indefinite form (length octet 80h) is not used in SNMP.
        if (rest.Length < 2
            || (rest[0] & 0x1F) == 0x1F
            || rest[1] == 0x80
            || !AsnDecoder.TryReadEncodedValue(rest, AsnEncodingRules.BER, out _, out int start, out int length, out int consumed))
        {
            return Refuse(SnmpDecodeStatus.Malformed);
        }

        tag = rest[0];
        content = rest.Slice(start, length);
        offset = _position + start;
        _position += consumed;
        return true;
    }

    /// <summary>Reads one element that must have the tag.</summary>
    internal bool TryRead(byte tag, out ReadOnlySpan<byte> content) => TryRead(tag, out content, out _);

    /// <summary>Reads one element that must have the tag, and says where its content starts.</summary>
    internal bool TryRead(byte tag, out ReadOnlySpan<byte> content, out int offset) =>
        TryReadAny(out byte found, out content, out offset) && (found == tag || Refuse(SnmpDecodeStatus.Malformed));

    /// <summary>Reads an INTEGER of at most 32 bits (RFC 2578 7.1.1).</summary>
    internal bool TryReadInt32(out int number)
    {
        number = 0;
        if (!TryRead(IntegerTag, out ReadOnlySpan<byte> content))
        {
            return false;
        }

        SnmpDecodeStatus status = ReadSigned(content, out number);
        return status == SnmpDecodeStatus.Ok || Refuse(status);
    }

    /// <summary>Reads a name.</summary>
    internal bool TryReadName(out ObjectIdentifier name)
    {
        name = default;
        if (!TryRead((byte)SnmpValueKind.ObjectIdentifier, out ReadOnlySpan<byte> content))
        {
            return false;
        }

        return ReadName(content, out name) || Refuse(SnmpDecodeStatus.BadName);
    }

    /// <summary>Reads any value of RFC 3416 3.</summary>
    internal bool TryReadValue(out SnmpValue value)
    {
        value = default;
        if (!TryReadAny(out byte tag, out ReadOnlySpan<byte> content, out _))
        {
            return false;
        }

        var kind = (SnmpValueKind)tag;
        SnmpDecodeStatus status = SnmpDecodeStatus.Ok;
        switch (kind)
        {
            case SnmpValueKind.Integer:
                status = ReadSigned(content, out int signed);
                value = SnmpValue.Of(kind, signed);
                break;
            case SnmpValueKind.Counter32 or SnmpValueKind.Gauge32 or SnmpValueKind.TimeTicks:
                status = ReadUnsigned(content, sizeof(uint), out ulong number);
                value = SnmpValue.Of(kind, (long)number);
                break;
            case SnmpValueKind.Counter64:
                status = ReadUnsigned(content, sizeof(ulong), out ulong wide);
                value = SnmpValue.Of(kind, unchecked((long)wide));
                break;
            case SnmpValueKind.IpAddress when content.Length == 4:
                value = SnmpValue.Of(kind, System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(content));
                break;
            case SnmpValueKind.OctetString or SnmpValueKind.Opaque:
                value = SnmpValue.Of(content, kind);
                break;
            case SnmpValueKind.ObjectIdentifier:
                status = ReadName(content, out ObjectIdentifier name) ? SnmpDecodeStatus.Ok : SnmpDecodeStatus.BadName;
                value = SnmpValue.Of(name);
                break;
            case SnmpValueKind.Null or SnmpValueKind.NoSuchObject or SnmpValueKind.NoSuchInstance or SnmpValueKind.EndOfMibView
                when content.IsEmpty:
                value = SnmpValue.Of(kind);
                break;
            default:
                status = SnmpDecodeStatus.Malformed;
                break;
        }

        return status == SnmpDecodeStatus.Ok || Refuse(status);
    }

    private static SnmpDecodeStatus ReadSigned(ReadOnlySpan<byte> content, out int number)
    {
        number = 0;
        if (content.IsEmpty)
        {
            return SnmpDecodeStatus.Malformed;
        }

        if (content.Length > sizeof(int))
        {
            return SnmpDecodeStatus.NumberTooLarge;
        }

        number = (sbyte)content[0] < 0 ? -1 : 0;
        foreach (byte octet in content)
        {
            number = (number << 8) | octet;
        }

        return SnmpDecodeStatus.Ok;
    }

    // Some agents leave out the zero octet before a set top bit; the bits are what is meant.
    private static SnmpDecodeStatus ReadUnsigned(ReadOnlySpan<byte> content, int width, out ulong number)
    {
        number = 0;
        if (content.IsEmpty)
        {
            return SnmpDecodeStatus.Malformed;
        }

        if (content.Length > width + 1 || (content.Length == width + 1 && content[0] != 0))
        {
            return SnmpDecodeStatus.NumberTooLarge;
        }

        foreach (byte octet in content)
        {
            number = (number << 8) | octet;
        }

        return SnmpDecodeStatus.Ok;
    }

    // X.690 8.19: base 128, the first two arcs in one number.
    private static bool ReadName(ReadOnlySpan<byte> content, out ObjectIdentifier name)
    {
        name = default;
        int arcCount = 1;
        foreach (byte octet in content)
        {
            arcCount += octet < 0x80 ? 1 : 0;
        }

        if (content.IsEmpty || content[^1] >= 0x80 || arcCount > ObjectIdentifier.MaximumArcs)
        {
            return false;
        }

        var arcs = new uint[arcCount];
        int filled = 1;
        ulong arc = 0;
        foreach (byte octet in content)
        {
            arc = (arc << 7) | (uint)(octet & 0x7F);
            if (arc > uint.MaxValue)
            {
                return false;
            }

            if (octet < 0x80)
            {
                arcs[filled++] = (uint)arc;
                arc = 0;
            }
        }

        arcs[0] = Math.Min(arcs[1] / 40, 2);
        arcs[1] -= arcs[0] * 40;
        name = new ObjectIdentifier(arcs);
        return true;
    }

    private bool Refuse(SnmpDecodeStatus status)
    {
        Status = status;
        return false;
    }
}
