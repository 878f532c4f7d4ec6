using System.Buffers.Binary;

namespace FlowSensor.Fuzz.Mutation;

/// <summary>An input of several pieces: datagrams, packets, segments. A length that is more than what is left takes what is left.</summary>
internal ref struct Frames(ReadOnlySpan<byte> input)
{
    private ReadOnlySpan<byte> _rest = input;

    /// <summary>The next piece.</summary>
    public bool TryNext(out ReadOnlySpan<byte> frame)
    {
        frame = default;
        if (_rest.Length < sizeof(ushort))
        {
            return false;
        }

        int length = Math.Min(BinaryPrimitives.ReadUInt16BigEndian(_rest), _rest.Length - sizeof(ushort));
        frame = _rest.Slice(sizeof(ushort), length);
        _rest = _rest[(sizeof(ushort) + length)..];
        return true;
    }

    /// <summary>Puts pieces together.</summary>
    public static byte[] Join(params IReadOnlyList<byte[]> frames)
    {
        List<byte> input = [];
        foreach (byte[] frame in frames)
        {
            int length = Math.Min(frame.Length, ushort.MaxValue);
            input.Add((byte)(length >> 8));
            input.Add((byte)length);
            input.AddRange(frame.AsSpan(0, length));
        }

        return [.. input];
    }
}
