using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Protocols.ClickHouse;

/// <summary>
/// Writes values of ClickHouse's <c>RowBinary</c> format one behind another: integers little-endian, a text as its length (LEB128) and
/// its octets, an array as its count (LEB128) and its values, <c>FixedString</c> as it is, <c>DateTime</c> as Unix seconds in four octets
/// (ClickHouse manual, "Formats", RowBinary). The caller sees to it that there is room: beyond it, a write throws.
/// </summary>
public ref struct RowBinaryWriter
{
    /// <summary>Octets an address takes: <c>FixedString(16)</c>, IPv4 in its mapped form.</summary>
    public const int AddressOctets = 16;

    private readonly Span<byte> _target;

    /// <summary>Begins at the start of a span.</summary>
    public RowBinaryWriter(Span<byte> target)
    {
        _target = target;
        Written = 0;
    }

    /// <summary>Octets written so far.</summary>
    public int Written { get; private set; }

    /// <summary>Octets a text takes at most.</summary>
    public static int MaxOctets(string text) => 5 + Encoding.UTF8.GetMaxByteCount(text.Length);

    /// <summary><c>UInt8</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write(byte value) => _target[Written++] = value;

    /// <summary><c>UInt16</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write(ushort value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(_target[Written..], value);
        Written += sizeof(ushort);
    }

    /// <summary><c>UInt32</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write(uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(_target[Written..], value);
        Written += sizeof(uint);
    }

    /// <summary><c>UInt64</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write(ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(_target[Written..], value);
        Written += sizeof(ulong);
    }

    /// <summary><c>DateTime</c>: whole seconds; times that do not fit (before 1970, after 2106) become the nearest that does.</summary>
    /// <param name="unixMilliseconds">Unix milliseconds.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void WriteDateTime(long unixMilliseconds) => Write((uint)Math.Clamp(unixMilliseconds / 1_000, 0, uint.MaxValue));

    /// <summary><c>FixedString(16)</c> with an address in network order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write(IpAddress address)
    {
        Span<byte> place = _target.Slice(Written, AddressOctets);
        BinaryPrimitives.WriteUInt64BigEndian(place, address.High);
        BinaryPrimitives.WriteUInt64BigEndian(place[sizeof(ulong)..], address.Low);
        Written += AddressOctets;
    }

    /// <summary><c>String</c>, as UTF-8.</summary>
    public void Write(string text)
    {
        WriteLength((uint)Encoding.UTF8.GetByteCount(text));
        Written += Encoding.UTF8.GetBytes(text, _target[Written..]);
    }

    /// <summary>A length or a count, LEB128: seven bits an octet, the lowest first, the top bit set where more follow.</summary>
    public void WriteLength(uint length)
    {
        while (length >= 0x80)
        {
            Write((byte)(length | 0x80));
            length >>= 7;
        }

        Write((byte)length);
    }

    /// <summary>Values that were encoded before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void WriteEncoded(ReadOnlySpan<byte> octets)
    {
        octets.CopyTo(_target[Written..]);
        Written += octets.Length;
    }
}
