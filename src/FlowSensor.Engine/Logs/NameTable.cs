using System.Text;

namespace FlowSensor.Engine.Logs;

/// <summary>
/// Names that come as octets, each with a number, counting from 0. Memory is spent only on new names, up to a limit; later ones share
/// the number <see cref="Others"/>.
/// </summary>
internal sealed class NameTable
{
    private const int LongestName = 96;

    private readonly int _capacity;
    private readonly int[] _slots;
    private readonly ulong[] _hashes;
    private readonly byte[][] _names;
    private int _last;

    public NameTable(int capacity)
    {
        _capacity = capacity;
        _slots = new int[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)capacity * 2)];
        _hashes = new ulong[capacity + 1];
        _names = new byte[capacity + 1][];
        _names[capacity] = "(others)"u8.ToArray();
    }

    /// <summary>Names held.</summary>
    public int Count { get; private set; }

    /// <summary>Number of all names beyond the limit.</summary>
    public int Others => _capacity;

    /// <summary>The number of a name.</summary>
    public int Find(ReadOnlySpan<byte> name)
    {
        if (name.Length > LongestName)
        {
            name = name[..LongestName];
        }

        if (Count > 0 && name.SequenceEqual(_names[_last]))
        {
            return _last;
        }

        ulong hash = TextHash.Of(name);
        int slot = (int)(hash & (ulong)(_slots.Length - 1));
        while (_slots[slot] != 0)
        {
            int number = _slots[slot] - 1;
            if (_hashes[number] == hash && name.SequenceEqual(_names[number]))
            {
                return _last = number;
            }

            slot = (slot + 1) & (_slots.Length - 1);
        }

        if (Count == _capacity)
        {
            return Others;
        }

        _names[Count] = name.ToArray();
        _hashes[Count] = hash;
        _slots[slot] = Count + 1;
        return _last = Count++;
    }

    /// <summary>A name as it came.</summary>
    public ReadOnlySpan<byte> OctetsOf(int number) => _names[number];

    /// <summary>A name as text; what is not printable is shown as <c>?</c>.</summary>
    public string NameOf(int number)
    {
        StringBuilder text = new(_names[number].Length);
        foreach (Rune rune in Encoding.UTF8.GetString(_names[number]).EnumerateRunes())
        {
            text.Append(Rune.IsControl(rune) || rune == Rune.ReplacementChar ? "?" : rune.ToString());
        }

        return text.ToString();
    }
}
