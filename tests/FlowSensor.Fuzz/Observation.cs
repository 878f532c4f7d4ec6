using System.Numerics;

namespace FlowSensor.Fuzz;

/// <summary>What one execution showed: a digest of all it gave out, which has to be the same again, and a rough mark of its behaviour.</summary>
internal struct Observation
{
    private const ulong Factor = 0x9E37_79B9_7F4A_7C15;

    /// <summary>Sum over everything that was given out.</summary>
    public ulong Digest { get; private set; }

    /// <summary>Sum over what tells kinds of behaviour apart: statuses, and counts by order of magnitude.</summary>
    public ulong Mark { get; private set; }

    /// <summary>Takes in a value.</summary>
    public void Add(long value) => Digest = Mix(Digest, (ulong)value);

    /// <summary>Takes in octets.</summary>
    public void Add(ReadOnlySpan<byte> octets)
    {
        Add(octets.Length);
        foreach (byte octet in octets)
        {
            Add(octet);
        }
    }

    /// <summary>Takes in text.</summary>
    public void Add(ReadOnlySpan<char> text)
    {
        Add(text.Length);
        foreach (char letter in text)
        {
            Add(letter);
        }
    }

    /// <summary>Takes in a status, whose every value is a behaviour of its own.</summary>
    public void Status(int status)
    {
        Add(status);
        Mark = Mix(Mark, (ulong)status);
    }

    /// <summary>Takes in a count, of which the order of magnitude is a behaviour.</summary>
    public void Count(long count)
    {
        Add(count);
        Mark = Mix(Mark, (ulong)BitOperations.Log2((ulong)Math.Max(0, count) + 1));
    }

    private static ulong Mix(ulong sum, ulong value)
    {
        sum = (sum ^ value) * Factor;
        return sum ^ (sum >> 29);
    }
}
