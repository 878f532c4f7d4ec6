using System.Buffers.Binary;

namespace FlowSensor.Fuzz.Mutation;

/// <summary>One input being changed, in a buffer with room to grow.</summary>
internal ref struct Change(Span<byte> buffer, int length)
{
    private readonly Span<byte> _buffer = buffer;

    /// <summary>Octets in use.</summary>
    public int Length { get; private set; } = length;

    /// <summary>The input as it is.</summary>
    public readonly Span<byte> Octets => _buffer[..Length];

    /// <summary>Cuts everything behind a place.</summary>
    public void Truncate(int length) => Length = Math.Min(length, Length);

    /// <summary>Takes a range out.</summary>
    public void Remove(int start, int count)
    {
        count = Math.Min(count, Length - start);
        _buffer[(start + count)..Length].CopyTo(_buffer[start..]);
        Length -= count;
    }

    /// <summary>Puts octets in, as many as there is room for.</summary>
    public void Insert(int start, scoped ReadOnlySpan<byte> octets)
    {
        int count = Math.Min(octets.Length, _buffer.Length - Length);
        _buffer[start..Length].CopyTo(_buffer[(start + count)..]);
        octets[..count].CopyTo(_buffer[start..]);
        Length += count;
    }

    /// <summary>Puts octets over what is there, as far as it goes.</summary>
    public readonly void Overwrite(int start, scoped ReadOnlySpan<byte> octets)
    {
        int count = Math.Min(octets.Length, Length - start);
        octets[..count].CopyTo(_buffer[start..]);
    }

    /// <summary>Reads a number of 1, 2 or 4 octets.</summary>
    public readonly uint Read(int start, int width, bool littleEndian) => (width, littleEndian) switch
    {
        (1, _) => _buffer[start],
        (2, false) => BinaryPrimitives.ReadUInt16BigEndian(_buffer[start..]),
        (2, true) => BinaryPrimitives.ReadUInt16LittleEndian(_buffer[start..]),
        (_, false) => BinaryPrimitives.ReadUInt32BigEndian(_buffer[start..]),
        (_, true) => BinaryPrimitives.ReadUInt32LittleEndian(_buffer[start..]),
    };

    /// <summary>Writes a number of 1, 2 or 4 octets.</summary>
    public readonly void Write(int start, int width, bool littleEndian, uint value)
    {
        switch (width, littleEndian)
        {
            case (1, _):
                _buffer[start] = (byte)value;
                break;
            case (2, false):
                BinaryPrimitives.WriteUInt16BigEndian(_buffer[start..], (ushort)value);
                break;
            case (2, true):
                BinaryPrimitives.WriteUInt16LittleEndian(_buffer[start..], (ushort)value);
                break;
            case (_, false):
                BinaryPrimitives.WriteUInt32BigEndian(_buffer[start..], value);
                break;
            default:
                BinaryPrimitives.WriteUInt32LittleEndian(_buffer[start..], value);
                break;
        }
    }
}
