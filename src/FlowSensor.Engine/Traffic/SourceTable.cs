using System.Runtime.CompilerServices;
using FlowSensor.Capture.Memory;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Traffic;

/// <summary>
/// Rows by (source, traffic class). The index finds the head of a source, the head its rows: heads are few and stay in the
/// caches where rows do not. What finds no room is summed for each class.
/// </summary>
internal sealed class SourceTable(TrafficPools pools, TrafficBudget budget)
{
    private readonly RowChunks<SourceHead> _heads = new(pools.Heads);
    private readonly RowChunks<SourceHead> _further = new(pools.Heads);
    private readonly RowChunks<SourceRow> _rows = new(pools.Sources);
    private readonly SampledExtras _extras = new(pools.Extras);
    private readonly RowIndex _index = new(pools.Slots);
    private readonly DestinationCounts _destinations = new(pools.Sketches, Math.Max(1024, pools.Options.MaxSources / 8));
    private readonly OtherTraffic _other = new();
    private readonly int _mostSources = pools.Options.MaxSources;
    private TrafficBudget _budget = budget;

    /// <summary>Rows in use.</summary>
    public int RowCount => _rows.Count;

    /// <summary>Distinct sources; their heads are numbered from 0.</summary>
    public int SourceCount => _heads.Count;

    /// <summary>Records that found no room.</summary>
    public ulong TableFull => _other.Records;

    /// <summary>Sketches of rows with many destinations.</summary>
    public DestinationSketches Sketches => _destinations.Sketches;

    /// <summary>Row by its number.</summary>
    public ref SourceRow this[uint row] => ref _rows[row];

    /// <summary>What found no room, by traffic class; may be shorter than the number of classes.</summary>
    public ReadOnlySpan<TrafficCounts> Other => _other.Counts;

    /// <summary>A source by the number of its head.</summary>
    public ref readonly SourceHead Head(uint head) => ref _heads[head];

    /// <summary>A head, or a block that continues one.</summary>
    public ref readonly SourceHead Block(uint block, bool isFurther) => ref isFurther ? ref _further[block] : ref _heads[block];

    /// <summary>The number of a source's head; false where the source is not in the table.</summary>
    public bool TryFindHead(IpAddress source, out uint head)
    {
        PendingFlow key = default;
        key.Source = source;
        key.SourceTag = TrafficPools.SourceTag(source.Hash(pools.Seed));
        return TryFindHead(in key, out head);
    }

    /// <summary>The rows of a source.</summary>
    public SourceRowCursor RowsOf(uint head) => new(this, head);

    /// <summary>Observed and estimated counts of a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TrafficCounts CountsOf(uint number)
    {
        ref SourceRow row = ref _rows[number];
        SampledExtra extra = _extras[number];
        return new TrafficCounts
        {
            Flows = row.Flows,
            Packets = row.Packets,
            Octets = row.Octets,
            EstimatedPackets = row.Packets + extra.Packets,
            EstimatedOctets = row.Octets + extra.Octets,
        };
    }

    /// <summary>First step of a batch: its index slots were fetched while it was filled, they say where the heads are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void SeekHeads(Span<PendingFlow> batch)
    {
        ulong[] slots = _index.Slots;
        int shift = _index.Shift;
        foreach (ref PendingFlow flow in batch)
        {
            uint head = RowIndex.FirstOf(slots, shift, flow.SourceTag);
            flow.Head = default;
            flow.RowNumber = 0;
            flow.Further = 0;
            if (head != 0)
            {
                flow.Head = _heads.PlaceOf(head - 1);
                CacheHint.Fetch(in flow.Head.Row);
            }
        }
    }

    /// <summary>Second step, when the heads have come: they say where the rows are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void SeekRows(Span<PendingFlow> batch)
    {
        foreach (ref PendingFlow flow in batch)
        {
            if (flow.Head.IsNone)
            {
                continue;
            }

            ref SourceHead head = ref flow.Head.Row;
            if (head.Source != flow.Source)
            {
                flow.Head = default;
                continue;
            }

            uint row = head.Find(flow.Class);
            if (row != 0)
            {
                Fetch(ref flow, row);
            }
            else if (head.Next != 0)
            {
                flow.Further = head.Next;
                CacheHint.Fetch(in _further[head.Next - 1]);
            }
        }
    }

    /// <summary>Third step: the rows of sources with so many classes that their heads continue in further blocks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void SeekFurtherRows(Span<PendingFlow> batch)
    {
        if (_further.Count == 0)
        {
            return;
        }

        foreach (ref PendingFlow flow in batch)
        {
            if (flow.Further != 0)
            {
                uint row = FindFurther(flow.Further, flow.Class);
                if (row != 0)
                {
                    Fetch(ref flow, row);
                }
            }
        }
    }

    /// <summary>Last step, when the rows have come: fetches the sketches of those that have one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void SeekSketches(ReadOnlySpan<PendingFlow> batch)
    {
        foreach (ref readonly PendingFlow flow in batch)
        {
            if (flow.RowNumber != 0)
            {
                _destinations.Fetch(in flow.Row.Row, flow.Fingerprint);
            }
        }
    }

    /// <summary>Begins to fetch a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void FetchRow(uint number) => CacheHint.Fetch(in _rows[number]);

    /// <summary>Begins to fetch what <see cref="SeekHeads"/> will read for a source.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Fetch(uint sourceTag) => _index.Fetch(sourceTag);

    /// <summary>Accounts a batch of flows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Account(Span<PendingFlow> batch)
    {
        foreach (ref PendingFlow flow in batch)
        {
            if (flow.RowNumber == 0 && !TryFindOrAdd(ref flow))
            {
                _other.Add(in flow);
                continue;
            }

            ref SourceRow row = ref flow.Row.Row;
            row.Flows++;
            row.Packets += flow.Packets;
            row.Octets += flow.Octets;
            if (row.NextHop == 0)
            {
                row.NextHop = flow.NextHop;
            }

            row.Cover(flow.First, flow.Last);
            _destinations.Add(ref row, flow.Fingerprint);
            if (flow.SamplingInterval > 1)
            {
                AddEstimate(in flow);
            }
        }
    }

    /// <summary>Adds all rows of another table.</summary>
    public void Merge(SourceTable other)
    {
        PendingFlow key = default;
        for (uint head = 0; head < (uint)other.SourceCount; head++)
        {
            key.Source = other.Head(head).Source;
            key.SourceTag = TrafficPools.SourceTag(key.Source.Hash(pools.Seed));
            key.Head = default;
            SourceRowCursor rows = other.RowsOf(head);
            while (rows.MoveNext())
            {
                key.Class = rows.Class;
                MergeRow(ref key, other, rows.Row);
            }
        }

        _other.Merge(other._other);
    }

    /// <summary>Puts the rows on another budget.</summary>
    public void MoveTo(TrafficBudget other)
    {
        _budget.Sources += _rows.Count;
        _budget = other;
        _budget.Sources -= _rows.Count;
    }

    /// <summary>Forgets all rows and keeps the memory.</summary>
    public void Clear()
    {
        _budget.Sources += _rows.Count;
        _heads.Clear();
        _further.Clear();
        _rows.Clear();
        _extras.Clear();
        _index.Clear();
        _destinations.Clear();
        _other.Clear();
    }

    private void MergeRow(ref PendingFlow key, SourceTable other, uint number)
    {
        ref SourceRow theirs = ref other[number];
        TrafficCounts counts = other.CountsOf(number);
        key.Exporter = theirs.Exporter;
        key.NextHop = theirs.NextHop;
        key.RowNumber = 0;
        if (!TryFindOrAdd(ref key))
        {
            _other.Add(key.Class, in counts);
            return;
        }

        ref SourceRow mine = ref key.Row.Row;
        mine.Flows += theirs.Flows;
        mine.Packets += theirs.Packets;
        mine.Octets += theirs.Octets;
        mine.NextHop = mine.NextHop == 0 ? theirs.NextHop : mine.NextHop;
        mine.Cover(theirs.First, theirs.Last);
        _destinations.Merge(ref mine, in theirs, other._destinations);
        if (counts.EstimatedPackets != counts.Packets || counts.EstimatedOctets != counts.Octets)
        {
            ref SampledExtra extra = ref _extras.At(key.RowNumber - 1);
            extra.Packets += counts.EstimatedPackets - counts.Packets;
            extra.Octets += counts.EstimatedOctets - counts.Octets;
        }
    }

    private void AddEstimate(in PendingFlow flow)
    {
        ref SampledExtra extra = ref _extras.At(flow.RowNumber - 1);
        extra.Packets += flow.Packets * (flow.SamplingInterval - 1UL);
        extra.Octets += flow.Octets * (flow.SamplingInterval - 1UL);
    }

    private uint FindFurther(uint next, ushort trafficClass)
    {
        while (next != 0)
        {
            ref SourceHead block = ref _further[next - 1];
            uint row = block.Find(trafficClass);
            if (row != 0)
            {
                return row;
            }

            next = block.Next;
        }

        return 0;
    }

    /// <summary>Sets the flow's row; false when there is none and no room for one.</summary>
    private bool TryFindOrAdd(ref PendingFlow flow)
    {
        if (flow.Head.IsNone && TryFindHead(in flow, out uint number))
        {
            flow.Head = _heads.PlaceOf(number);
        }

        if (!flow.Head.IsNone)
        {
            // An earlier flow of the batch may have added the row.
            ref SourceHead head = ref flow.Head.Row;
            uint row = head.Find(flow.Class);
            if (row == 0 && head.Next != 0)
            {
                row = FindFurther(head.Next, flow.Class);
            }

            if (row != 0)
            {
                SetRow(ref flow, row);
                return true;
            }
        }

        if (_budget.Sources <= 0 || (flow.Head.IsNone && _heads.Count >= _mostSources))
        {
            return false;
        }

        _budget.Sources--;
        if (flow.Head.IsNone)
        {
            uint head = _heads.Append();
            _index.Add(flow.SourceTag, head);
            flow.Head = _heads.PlaceOf(head);
            flow.Head.Row = new SourceHead { Source = flow.Source };
        }

        uint added = _rows.Append();
        SetRow(ref flow, added + 1);
        flow.Row.Row.Start(flow.Exporter, flow.NextHop);
        Attach(ref flow.Head.Row, flow.Class, added);
        return true;
    }

    private bool TryFindHead(in PendingFlow flow, out uint head)
    {
        ulong[] slots = _index.Slots;
        int mask = slots.Length - 1;
        for (int at = (int)(flow.SourceTag >> _index.Shift); slots[at] != 0; at = (at + 1) & mask)
        {
            head = (uint)slots[at] - 1;
            if ((uint)(slots[at] >> 32) == flow.SourceTag && _heads[head].Source == flow.Source)
            {
                return true;
            }
        }

        head = 0;
        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void SetRow(ref PendingFlow flow, uint number)
    {
        flow.RowNumber = number;
        flow.Row = _rows.PlaceOf(number - 1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Fetch(ref PendingFlow flow, uint number)
    {
        SetRow(ref flow, number);
        CacheHint.Fetch(in flow.Row.Row);
    }

    private void Attach(ref SourceHead block, ushort trafficClass, uint row)
    {
        while (!block.TryAdd(trafficClass, row))
        {
            uint next = block.Next;
            if (next == 0)
            {
                uint added = _further.Append();
                _further[added] = default;
                block.LinkTo(added);
                next = added + 1;
            }

            block = ref _further[next - 1];
        }
    }
}
