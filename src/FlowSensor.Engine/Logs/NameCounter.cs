namespace FlowSensor.Engine.Logs;

/// <summary>Counts by name, for a bounded number of names.</summary>
internal sealed class NameCounter(int capacity)
{
    private readonly NameTable _names = new(capacity);
    private readonly long[] _counts = new long[capacity + 1];

    /// <summary>Sum of all counts.</summary>
    public long Total { get; private set; }

    /// <summary>Counts a name.</summary>
    public void Add(ReadOnlySpan<byte> name, long count = 1)
    {
        Total += count;
        _counts[_names.Find(name)] += count;
    }

    /// <summary>Names with their counts, the highest first.</summary>
    public IReadOnlyList<(string Name, long Count)> Top(int number = int.MaxValue) =>
    [
        .. Enumerable.Range(0, _names.Count).Append(_names.Others).Where(index => _counts[index] > 0)
            .OrderByDescending(index => _counts[index]).ThenBy(_names.NameOf, StringComparer.Ordinal)
            .Take(number).Select(index => (_names.NameOf(index), _counts[index])),
    ];
}
