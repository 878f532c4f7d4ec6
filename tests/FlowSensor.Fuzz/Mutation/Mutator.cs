using System.Buffers.Binary;
using FlowSensor.Fuzz.Targets;

namespace FlowSensor.Fuzz.Mutation;

/// <summary>Makes inputs of a target out of those that are known.</summary>
internal sealed class Mutator(FuzzTarget target, Randomness random)
{
    private const int MostFrames = 64;

    private readonly OctetMutator _octets = new(random, target.Tokens);
    private readonly TextMutator _text = new(random, target.Tokens);
    private readonly byte[] _frame = new byte[target.LongestInput];

    /// <summary>Makes an input.</summary>
    /// <param name="parent">The input to change.</param>
    /// <param name="other">Another one, to take pieces from.</param>
    /// <param name="buffer">Takes the new one.</param>
    /// <returns>Its octets.</returns>
    public int Make(ReadOnlySpan<byte> parent, ReadOnlySpan<byte> other, Span<byte> buffer)
    {
        parent = parent[..Math.Min(parent.Length, buffer.Length)];
        parent.CopyTo(buffer);
        Change change = new(buffer, parent.Length);
        int times = 1 << random.Below(4);
        for (int i = 0; i < times; i++)
        {
            if (target.Form == InputForm.Frames)
            {
                ChangeFrames(ref change, other);
            }
            else
            {
                ChangeOne(ref change, other);
            }
        }

        if (random.OneIn(2))
        {
            target.Repair(change.Octets);
        }

        return change.Length;
    }

    private void ChangeOne(scoped ref Change change, scoped ReadOnlySpan<byte> other)
    {
        if (target.Form == InputForm.Text && !random.OneIn(4))
        {
            _text.Apply(ref change, other);
        }
        else
        {
            _octets.Apply(ref change, other);
        }
    }

    // Frames are repeated, dropped, exchanged and taken from elsewhere as a whole; most changes are made inside of one.
    private void ChangeFrames(scoped ref Change change, scoped ReadOnlySpan<byte> other)
    {
        Span<int> starts = stackalloc int[MostFrames + 1];
        int count = Starts(change.Octets, starts);
        if (count == 0)
        {
            change.Insert(0, other);
            return;
        }

        int chosen = random.Below(count);
        int start = starts[chosen];
        int length = starts[chosen + 1] - start;
        change.Octets.Slice(start, length).CopyTo(_frame);
        int place = starts[random.Below(count + 1)];
        switch (random.Below(10))
        {
            case 0:
                change.Remove(start, length);
                break;
            case 1:
                change.Insert(place, _frame.AsSpan(0, length));
                break;
            case 2:
                change.Remove(start, length);
                change.Insert(Math.Min(place, change.Length), _frame.AsSpan(0, length));
                break;
            case 3:
                Span<int> others = stackalloc int[MostFrames + 1];
                int otherCount = Starts(other, others);
                if (otherCount > 0)
                {
                    int taken = random.Below(otherCount);
                    change.Insert(place, other[others[taken]..others[taken + 1]]);
                }

                break;
            default:
                ChangeInside(ref change, start, length, other);
                break;
        }
    }

    private void ChangeInside(scoped ref Change change, int start, int length, scoped ReadOnlySpan<byte> other)
    {
        Change inner = new(_frame, length);
        inner.Remove(0, Math.Min(sizeof(ushort), length));
        if (random.OneIn(3) && target.Tokens.Count > 0)
        {
            _text.Apply(ref inner, other);
        }
        else
        {
            _octets.Apply(ref inner, other);
        }

        change.Remove(start, length);
        Span<byte> prefix = stackalloc byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16BigEndian(prefix, (ushort)Math.Min(inner.Length, ushort.MaxValue));
        change.Insert(start, prefix);
        change.Insert(Math.Min(start + sizeof(ushort), change.Length), inner.Octets);
    }

    private static int Starts(ReadOnlySpan<byte> input, Span<int> starts)
    {
        int count = 0;
        int at = 0;
        while (count < MostFrames && input.Length - at >= sizeof(ushort))
        {
            starts[count++] = at;
            at = Math.Min(input.Length, at + sizeof(ushort) + BinaryPrimitives.ReadUInt16BigEndian(input[at..]));
        }

        starts[count] = at;
        return count;
    }
}
