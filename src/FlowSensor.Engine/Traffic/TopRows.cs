namespace FlowSensor.Engine.Traffic;

/// <summary>The best rows of a walk: every row over a number of flows, filled up with the next best ones to a wanted count.</summary>
/// <param name="count">Rows wanted.</param>
/// <param name="keepOver">Rows with more flows than this are kept whatever the count.</param>
internal sealed class TopRows(int count, ulong keepOver)
{
    private readonly List<RankedRow> _over = [];

    // A heap whose top is the worst of the kept rows, so that a better one takes its place. Written out, because the framework's queue
    // for a type of this project has to be compiled when it is first used, and millions of rows are offered.
    private RankedRow[] _best = [];
    private int _count;

    /// <summary>Shows a row.</summary>
    public void Offer(in RankedRow row)
    {
        if (row.Flows > keepOver)
        {
            _over.Add(row);
        }
        else if (_count < count)
        {
            Push(in row);
        }
        else if (_count > 0 && row.Flows >= _best[0].Flows && row.CompareTo(in _best[0]) < 0)
        {
            ReplaceWorst(in row);
        }
    }

    /// <summary>What stands in the kept rows, best first.</summary>
    /// <param name="read">Reads a row.</param>
    /// <param name="most">Rows at most.</param>
    public T[] Ordered<T>(Func<RankedRow, T> read, int most = int.MaxValue)
    {
        // Of the size that is wanted: a network's worth of rows is not to be copied from array to array as they grow.
        List<RankedRow> rows = Ordered();
        T[] result = new T[Math.Min(rows.Count, most)];
        for (int place = 0; place < result.Length; place++)
        {
            result[place] = read(rows[place]);
        }

        return result;
    }

    private List<RankedRow> Ordered()
    {
        List<RankedRow> rows = new(_count + _over.Count);
        rows.AddRange(_best.AsSpan(0, _count));
        rows.Sort();
        int room = Math.Max(0, count - _over.Count);
        if (rows.Count > room)
        {
            rows.RemoveRange(room, rows.Count - room);
        }

        rows.AddRange(_over);
        rows.Sort();
        return rows;
    }

    private void Push(in RankedRow row)
    {
        if (_count == _best.Length)
        {
            Array.Resize(ref _best, Math.Max(16, _count * 2));
        }

        int at = _count++;
        while (at > 0 && row.CompareTo(in _best[(at - 1) / 2]) > 0)
        {
            _best[at] = _best[(at - 1) / 2];
            at = (at - 1) / 2;
        }

        _best[at] = row;
    }

    private void ReplaceWorst(in RankedRow row)
    {
        int at = 0;
        while (true)
        {
            int child = (2 * at) + 1;
            if (child >= _count)
            {
                break;
            }

            if (child + 1 < _count && _best[child + 1].CompareTo(in _best[child]) > 0)
            {
                child++;
            }

            if (row.CompareTo(in _best[child]) >= 0)
            {
                break;
            }

            _best[at] = _best[child];
            at = child;
        }

        _best[at] = row;
    }
}
