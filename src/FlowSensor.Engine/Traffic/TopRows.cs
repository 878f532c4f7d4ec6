using FlowSensor.Capture.Memory;

namespace FlowSensor.Engine.Traffic;

/// <summary>The best rows of a walk: a wanted count, and beyond it those over a number of flows, up to a most.</summary>
/// <param name="count">Rows wanted.</param>
/// <param name="keepOver">Rows with more flows than this are kept beyond that count.</param>
/// <param name="most">Rows kept in all, where more than the wanted count have so many flows.</param>
internal sealed class TopRows(int count, ulong keepOver, int most = int.MaxValue)
{
    // A heap whose top is the worst of the kept rows, so that a better one takes its place. Written out, because the framework's queue
    // for a type of this project has to be compiled when it is first used, and millions of rows are offered.
    private RankedRow[] _kept = [];
    private int _count;

    /// <summary>Shows a row.</summary>
    public void Offer(in RankedRow row)
    {
        if (_count < count)
        {
            Push(in row);
            return;
        }

        bool isBetter = _count > 0 && row.Flows >= _kept[0].Flows && row.CompareTo(in _kept[0]) < 0;
        if (isBetter && (_count >= most || _kept[0].Flows <= keepOver))
        {
            ReplaceWorst(in row);
        }
        else if (row.Flows > keepOver && _count < most)
        {
            Push(in row);
        }
    }

    /// <summary>What stands in the kept rows, best first.</summary>
    /// <param name="read">Reads a row.</param>
    /// <param name="first">Rows at most.</param>
    public T[] Ordered<T>(Func<RankedRow, T> read, int first = int.MaxValue)
    {
        // From the worst to the best it is still a heap with the worst on top; it is read from its end.
        Array.Sort(_kept, 0, _count);
        Array.Reverse(_kept, 0, _count);
        T[] result = new T[Math.Min(_count, first)];
        for (int place = 0; place < result.Length; place++)
        {
            result[place] = read(_kept[_count - 1 - place]);
        }

        return result;
    }

    /// <summary>Forgets all rows and keeps the memory.</summary>
    public void Clear() => _count = 0;

    private void Push(in RankedRow row)
    {
        if (_count == _kept.Length)
        {
            Array.Resize(ref _kept, TableGrowth.Next(Math.Max(2, _count), Math.Max(count, most)));
        }

        int at = _count++;
        while (at > 0 && row.CompareTo(in _kept[(at - 1) / 2]) > 0)
        {
            _kept[at] = _kept[(at - 1) / 2];
            at = (at - 1) / 2;
        }

        _kept[at] = row;
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

            if (child + 1 < _count && _kept[child + 1].CompareTo(in _kept[child]) > 0)
            {
                child++;
            }

            if (row.CompareTo(in _kept[child]) >= 0)
            {
                break;
            }

            _kept[at] = _kept[child];
            at = child;
        }

        _kept[at] = row;
    }
}
