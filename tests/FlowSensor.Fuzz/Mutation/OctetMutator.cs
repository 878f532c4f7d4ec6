namespace FlowSensor.Fuzz.Mutation;

/// <summary>Changes octets: bits, numbers, lengths and counts, ranges, tokens.</summary>
internal sealed class OctetMutator(Randomness random, IReadOnlyList<byte[]> tokens)
{
    private const int Kinds = 16;
    private const int LongestRange = 64;

    private static readonly uint[] Interesting =
    [
        0, 1, 2, 3, 4, 7, 8, 15, 16, 20, 32, 63, 64, 65, 100, 127, 128, 129, 191, 192, 254, 255, 256, 257, 511, 512, 1_000, 1_023, 1_024, 1_025,
        4_095, 4_096, 16_383, 16_384, 32_767, 32_768, 65_534, 65_535, 65_536, 0x00FF_FFFF, 0x7FFF_FFFE, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFC,
        0xFFFF_FFFE, 0xFFFF_FFFF,
    ];

    /// <summary>Makes one change.</summary>
    public void Apply(scoped ref Change change, scoped ReadOnlySpan<byte> other)
    {
        int length = change.Length;
        if (length == 0)
        {
            change.Insert(0, other);
            return;
        }

        int at = random.Below(length);
        switch (random.Below(Kinds))
        {
            case 0:
                change.Octets[at] ^= (byte)(1 << random.Below(8));
                break;
            case 1:
                change.Octets[at] = (byte)random.Next();
                break;
            case 2 or 3:
                WriteNumber(ref change, Interesting[random.Below(Interesting.Length)]);
                break;
            case 4:
                AddToNumber(ref change);
                break;
            case 5 or 6:
                ChangeLength(ref change);
                break;
            case 7:
                change.Remove(at, 1 + random.Below(LongestRange));
                break;
            case 8:
                Duplicate(ref change, at);
                break;
            case 9:
                change.Overwrite(random.Below(length), change.Octets.Slice(at, Math.Min(length - at, 1 + random.Below(LongestRange))));
                break;
            case 10:
                change.Truncate(at);
                break;
            case 11:
                Splice(ref change, other, at);
                break;
            case 12 when tokens.Count > 0:
                change.Insert(at, tokens[random.Below(tokens.Count)]);
                break;
            case 13 when tokens.Count > 0:
                change.Overwrite(at, tokens[random.Below(tokens.Count)]);
                break;
            case 14:
                Insert(ref change, at);
                break;
            default:
                TakeFrom(ref change, other, at);
                break;
        }
    }

    private void WriteNumber(scoped ref Change change, uint value)
    {
        int width = Width(change.Length);
        change.Write(random.Below(change.Length - width + 1), width, random.OneIn(3), value);
    }

    private void AddToNumber(scoped ref Change change)
    {
        int width = Width(change.Length);
        int at = random.Below(change.Length - width + 1);
        bool littleEndian = random.OneIn(3);
        change.Write(at, width, littleEndian, change.Read(at, width, littleEndian) + (uint)(random.Below(33) - 16));
    }

    // A number that could be the length or count of what follows it: made a little wrong, much wrong, or just right.
    private void ChangeLength(scoped ref Change change)
    {
        const int Tries = 16;
        for (int i = 0; i < Tries; i++)
        {
            int width = Width(change.Length);
            int at = random.Below(change.Length - width + 1);
            bool littleEndian = random.OneIn(3);
            uint value = change.Read(at, width, littleEndian);
            uint rest = (uint)(change.Length - at - width);
            if (value == 0 || value > rest + 16)
            {
                continue;
            }

            uint changed = random.Below(9) switch
            {
                0 => 0,
                1 => value - 1,
                2 => value + 1,
                3 => value * 2,
                4 => rest,
                5 => rest + 1,
                6 => value + rest,
                7 => uint.MaxValue,
                _ => 1,
            };
            change.Write(at, width, littleEndian, changed);
            return;
        }
    }

    private void Duplicate(scoped ref Change change, int at)
    {
        Span<byte> piece = stackalloc byte[LongestRange];
        int count = Math.Min(change.Length - at, 1 + random.Below(LongestRange));
        change.Octets.Slice(at, count).CopyTo(piece);
        for (int times = random.OneIn(8) ? random.Below(64) : 1; times > 0; times--)
        {
            change.Insert(at, piece[..count]);
        }
    }

    private void Splice(scoped ref Change change, scoped ReadOnlySpan<byte> other, int at)
    {
        change.Truncate(at);
        change.Insert(at, other[random.Below(other.Length)..]);
    }

    private void TakeFrom(scoped ref Change change, scoped ReadOnlySpan<byte> other, int at)
    {
        int start = random.Below(other.Length);
        ReadOnlySpan<byte> piece = other.Slice(start, Math.Min(other.Length - start, 1 + random.Below(LongestRange)));
        if (random.OneIn(2))
        {
            change.Insert(at, piece);
        }
        else
        {
            change.Overwrite(at, piece);
        }
    }

    private void Insert(scoped ref Change change, int at)
    {
        Span<byte> piece = stackalloc byte[LongestRange];
        piece = piece[..(1 + random.Below(LongestRange))];
        byte octet = (byte)random.Next();
        bool same = random.OneIn(2);
        for (int i = 0; i < piece.Length; i++)
        {
            piece[i] = same ? octet : (byte)random.Next();
        }

        change.Insert(at, piece);
    }

    private int Width(int length) => Math.Min(1 << random.Below(3), length switch { 1 => 1, < 4 => 2, _ => 4 });
}
