using FlowSensor.Capture.Memory;

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
            if (_over.Count == _over.Capacity)
            {
                _over.Capacity = TableGrowth.Next(Math.Max(2, _over.Count));
            }

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
        // Rows over the bound have more flows than all others, so they come first. The others stay a heap: the worst first.
        _over.Sort();
        Array.Sort(_best, 0, _count);
        Array.Reverse(_best, 0, _count);
        int others = Math.Min(_count, Math.Max(0, count - _over.Count));
        T[] result = new T[Math.Min(_over.Count + others, most)];
        for (int place = 0; place < result.Length; place++)
        {
            result[place] = read(place < _over.Count ? _over[place] : _best[_count - 1 - (place - _over.Count)]);
        }

        return result;
    }

    private void Push(in RankedRow row)
    {
        if (_count == _best.Length)
        {
            Array.Resize(ref _best, TableGrowth.Next(Math.Max(2, _count), count));
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
