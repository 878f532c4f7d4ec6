using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Storage.Columns;

/// <summary>
/// The values of a column, one after the other. Numbers are in groups of seven bits, the lowest first, with the top bit set on all but the last
/// octet; negative ones take ten octets, and all come back as they were.
/// </summary>
internal sealed class ColumnEncoder
{
    private byte[] _octets = new byte[1_024];

    /// <summary>Octets so far.</summary>
    public int Length { get; private set; }

    /// <summary>What was written.</summary>
    public ReadOnlySpan<byte> Written => _octets.AsSpan(0, Length);

    /// <summary>Forgets what was written.</summary>
    public void Clear() => Length = 0;

    /// <summary>Adds a number.</summary>
    public void Add(ulong value)
    {
        Reserve(10);
        while (value >= 0x80)
        {
            _octets[Length++] = (byte)(value | 0x80);
            value >>= 7;
        }

        _octets[Length++] = (byte)value;
    }

    /// <summary>Adds an address of IPv6 as its sixteen octets.</summary>
    public void Add(IpAddress address)
    {
        Reserve(16);
        address.WriteBytes(_octets.AsSpan(Length));
        Length += 16;
    }

    /// <summary>Adds octets as they are.</summary>
    public void Add(ReadOnlySpan<byte> octets)
    {
        Reserve(octets.Length);
        octets.CopyTo(_octets.AsSpan(Length));
        Length += octets.Length;
    }

    private void Reserve(int more)
    {
        if (Length + more > _octets.Length)
        {
            Array.Resize(ref _octets, Math.Max(_octets.Length * 2, Length + more));
        }
    }
}
