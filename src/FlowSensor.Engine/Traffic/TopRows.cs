namespace FlowSensor.Engine.Traffic;

/// <summary>The best rows of a walk: every row over a number of flows, filled up with the next best ones to a wanted count.</summary>
/// <param name="count">Rows wanted.</param>
/// <param name="keepOver">Rows with more flows than this are kept whatever the count.</param>
internal sealed class TopRows(int count, ulong keepOver)
{
    private readonly List<RankedRow> _over = [];

    // The worst of the kept rows is on top, so that a better one takes its place.
    private readonly PriorityQueue<RankedRow, RankedRow> _best = new(Comparer<RankedRow>.Create((left, right) => right.CompareTo(left)));

    /// <summary>Shows a row.</summary>
    public void Offer(in RankedRow row)
    {
        if (row.Flows > keepOver)
        {
            _over.Add(row);
        }
        else if (_best.Count < count)
        {
            _best.Enqueue(row, row);
        }
        else if (_best.Count > 0 && row.Flows >= _best.Peek().Flows && row < _best.Peek())
        {
            _best.DequeueEnqueue(row, row);
        }
    }

    /// <summary>The kept rows, best first.</summary>
    public List<RankedRow> Ordered()
    {
        List<RankedRow> rows = [.. _best.UnorderedItems.Select(item => item.Element)];
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
}
