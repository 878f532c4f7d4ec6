namespace FlowSensor.Engine.MailStatistics;

/// <summary>
/// The most frequent keys of a stream in fixed memory: space-saving (Metwally, Agrawal, El Abbadi 2005). Exact as long as there
/// are no more keys than places; beyond, a count is too high by at most the error given with it.
/// </summary>
internal sealed class TopCounter<TKey>
    where TKey : struct, IEquatable<TKey>
{
    private readonly int _capacity;
    private readonly Dictionary<TKey, int> _places = [];
    private Place[] _entries = new Place[8];
    private int _cursor;
    private long _least;

    public TopCounter(int capacity) => _capacity = Math.Max(1, capacity);

    /// <summary>Keys held.</summary>
    public int Count { get; private set; }

    /// <summary>True once a key was pushed out: distinct keys exceeded the places.</summary>
    public bool IsApproximate { get; private set; }

    /// <summary>Counts a key and gives its place; <paramref name="replaced"/> tells that the place belonged to another key before.</summary>
    public int Add(TKey key, out bool replaced, long count = 1)
    {
        replaced = false;
        if (_places.TryGetValue(key, out int place))
        {
            _entries[place].Count += count;
            return place;
        }

        if (Count < _capacity)
        {
            if (Count == _entries.Length)
            {
                Array.Resize(ref _entries, Math.Min(_entries.Length * 2, _capacity));
            }

            place = Count++;
            _entries[place] = new Place(key, count, 0);
        }
        else
        {
            place = FindLeast();
            replaced = true;
            IsApproximate = true;
            _places.Remove(_entries[place].Key);
            _entries[place] = new Place(key, _entries[place].Count + count, _entries[place].Count);
        }

        _places.Add(key, place);
        return place;
    }

    /// <summary>The keys with the highest counts, highest first.</summary>
    public List<(TKey Key, long Count, long Error, int Place)> Top(int number)
    {
        List<(TKey Key, long Count, long Error, int Place)> all = [];
        for (int place = 0; place < Count; place++)
        {
            all.Add((_entries[place].Key, _entries[place].Count, _entries[place].Error, place));
        }

        all.Sort(static (left, right) => left.Count != right.Count ? right.Count.CompareTo(left.Count) : left.Place.CompareTo(right.Place));
        return all.GetRange(0, Math.Min(number, all.Count));
    }

    // Counts only grow, so the least count does: the search goes on where it stopped, and a whole turn without a hit raises the bar.
    private int FindLeast()
    {
        while (true)
        {
            for (int turn = 0; turn < Count; turn++)
            {
                _cursor = _cursor + 1 < Count ? _cursor + 1 : 0;
                if (_entries[_cursor].Count <= _least)
                {
                    return _cursor;
                }
            }

            long least = long.MaxValue;
            for (int place = 0; place < Count; place++)
            {
                least = Math.Min(least, _entries[place].Count);
            }

            _least = least;
        }
    }

    private record struct Place(TKey Key, long Count, long Error);
}
