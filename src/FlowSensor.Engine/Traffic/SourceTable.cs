using System.Runtime.CompilerServices;

namespace FlowSensor.Engine.Traffic;

/// <summary>
/// Rows by (source, traffic class). One index finds a row by both, a second one the first row of a source; the rows of a source
/// are linked behind that one. A row that finds no room is the <c>other</c> row of its class.
/// </summary>
internal sealed class SourceTable(TrafficPools pools, TrafficBudget budget)
{
    private readonly RowChunks<SourceRow> _rows = new(pools.Sources);
    private readonly RowIndex _byKey = new();
    private readonly RowIndex _bySource = new();
    private readonly DestinationSketches _sketches = new(pools.Sketches, Math.Max(1024, pools.Options.MaxSources / 8));
    private readonly int _most = pools.Options.MaxSources;
    private TrafficBudget _budget = budget;
    private SourceRow[] _other = new SourceRow[16];
    private ulong _touched;

    /// <summary>Rows in use.</summary>
    public int RowCount => _rows.Count;

    /// <summary>Distinct sources.</summary>
    public int SourceCount => _bySource.Count;

    /// <summary>Records that went to an <c>other</c> row.</summary>
    public ulong TableFull { get; private set; }

    /// <summary>Sketches of rows with many destinations.</summary>
    public DestinationSketches Sketches => _sketches;

    /// <summary>Row by its number.</summary>
    public ref SourceRow this[uint row] => ref _rows[row];

    /// <summary>What found no room, by traffic class; may be shorter than the number of classes.</summary>
    public ReadOnlySpan<SourceRow> Other => _other;

    /// <summary>
    /// Reads the index slots and rows that the batch is about to change, all loads independent of each other, so that the
    /// processor waits for memory once for the batch instead of once for a record; remembers the rows that it finds.
    /// </summary>
    public void LookAhead(Span<PendingFlow> batch)
    {
        ulong[] slots = _byKey.Slots;
        int shift = _byKey.Shift;
        ulong touched = 0;
        foreach (ref readonly PendingFlow flow in batch)
        {
            touched += slots[(int)(flow.RowTag >> shift)];
        }

        foreach (ref PendingFlow flow in batch)
        {
            flow.Row = RowIndex.FirstOf(slots, shift, flow.RowTag);
        }

        foreach (ref PendingFlow flow in batch)
        {
            if (flow.Row != 0)
            {
                ref SourceRow row = ref _rows[flow.Row - 1];
                touched += row.Fingerprints[0];
                if (row.Class != flow.Class || row.Source != flow.Source)
                {
                    flow.Row = 0;
                }
            }
        }

        foreach (ref PendingFlow flow in batch)
        {
            if (flow.Row != 0)
            {
                ref SourceRow row = ref _rows[flow.Row - 1];
                if (row.Destinations == SourceRow.Sketched)
                {
                    touched += _sketches[row.Fingerprints[0]].OctetOf(flow.Fingerprint);
                }
            }
        }

        _touched += touched;
    }

    /// <summary>Accounts one flow.</summary>
    public void Account(in PendingFlow flow)
    {
        ref SourceRow row = ref flow.Row != 0 ? ref _rows[flow.Row - 1] : ref FindOrAdd(in flow, out _);
        ulong interval = Math.Max(1, flow.SamplingInterval);
        row.Flows++;
        row.Packets += flow.Packets;
        row.Octets += flow.Octets;
        row.EstimatedPackets += flow.Packets * interval;
        row.EstimatedOctets += flow.Octets * interval;
        if (row.NextHop == 0)
        {
            row.NextHop = flow.NextHop;
        }

        row.Cover(flow.First, flow.Last);
        AddDestination(ref row, flow.Fingerprint);
    }

    /// <summary>Adds all rows of another table.</summary>
    public void Merge(SourceTable other)
    {
        PendingFlow key = default;
        for (uint number = 0; number < (uint)other.RowCount; number++)
        {
            ref SourceRow theirs = ref other[number];
            key.Source = theirs.Source;
            key.Class = theirs.Class;
            key.Exporter = theirs.Exporter;
            key.NextHop = theirs.NextHop;
            key.RowTag = TrafficPools.RowTag(theirs.Source.Hash(pools.Seed), theirs.Class);
            ref SourceRow mine = ref FindOrAdd(in key, out bool full);
            Sum(ref mine, in theirs);
            if (!full)
            {
                MergeDestinations(ref mine, in theirs, other);
            }
        }

        for (int trafficClass = 0; trafficClass < other._other.Length; trafficClass++)
        {
            ref SourceRow theirs = ref other._other[trafficClass];
            if (theirs.Flows > 0)
            {
                Sum(ref OtherRow((ushort)trafficClass), in theirs);
            }
        }
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
        _rows.Clear();
        _byKey.Clear();
        _bySource.Clear();
        _sketches.Clear();
        Array.Clear(_other);
        TableFull = 0;
    }

    private static void Sum(ref SourceRow mine, in SourceRow theirs)
    {
        mine.Flows += theirs.Flows;
        mine.Packets += theirs.Packets;
        mine.Octets += theirs.Octets;
        mine.EstimatedPackets += theirs.EstimatedPackets;
        mine.EstimatedOctets += theirs.EstimatedOctets;
        mine.NextHop = mine.NextHop == 0 ? theirs.NextHop : mine.NextHop;
        mine.Cover(theirs.First, theirs.Last);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void AddDestination(ref SourceRow row, uint fingerprint)
    {
        if (row.Destinations <= 4)
        {
            int held = row.Destinations;
            bool known = (held > 0 && row.Fingerprints[0] == fingerprint)
                | (held > 1 && row.Fingerprints[1] == fingerprint)
                | (held > 2 && row.Fingerprints[2] == fingerprint)
                | (held > 3 && row.Fingerprints[3] == fingerprint);
            if (known)
            {
                return;
            }

            if (held < 4)
            {
                row.Fingerprints[held] = fingerprint;
                row.Destinations++;
                return;
            }
        }

        AddFurtherDestination(ref row, fingerprint);
    }

    private void AddFurtherDestination(ref SourceRow row, uint fingerprint)
    {
        if (row.Destinations == SourceRow.Overflowed || (row.Destinations != SourceRow.Sketched && !TrySketch(ref row)))
        {
            return;
        }

        _sketches[row.Fingerprints[0]].Add(fingerprint);
    }

    private bool TrySketch(ref SourceRow row)
    {
        if (!_sketches.TryTake(out uint number))
        {
            row.Destinations = SourceRow.Overflowed;
            return false;
        }

        ref DestinationSketch sketch = ref _sketches[number];
        for (int at = 0; at < row.Destinations; at++)
        {
            sketch.Add(row.Fingerprints[at]);
        }

        row.Destinations = SourceRow.Sketched;
        row.Fingerprints[0] = number;
        return true;
    }

    private void MergeDestinations(ref SourceRow mine, in SourceRow theirs, SourceTable other)
    {
        if (theirs.Destinations == SourceRow.Sketched)
        {
            if (mine.Destinations == SourceRow.Sketched || (mine.Destinations != SourceRow.Overflowed && TrySketch(ref mine)))
            {
                _sketches[mine.Fingerprints[0]].Merge(in other._sketches[theirs.Fingerprints[0]]);
            }

            return;
        }

        int held = theirs.Destinations == SourceRow.Overflowed ? 4 : theirs.Destinations;
        for (int at = 0; at < held; at++)
        {
            AddDestination(ref mine, theirs.Fingerprints[at]);
        }
    }

    private ref SourceRow FindOrAdd(in PendingFlow flow, out bool full)
    {
        full = false;
        ulong[] slots = _byKey.Slots;
        int mask = slots.Length - 1;
        for (int at = (int)(flow.RowTag >> _byKey.Shift); slots[at] != 0; at = (at + 1) & mask)
        {
            if ((uint)(slots[at] >> 32) == flow.RowTag)
            {
                ref SourceRow found = ref _rows[(uint)slots[at] - 1];
                if (found.Class == flow.Class && found.Source == flow.Source)
                {
                    return ref found;
                }
            }
        }

        if (_rows.Count >= _most || _budget.Sources <= 0)
        {
            full = true;
            TableFull++;
            return ref OtherRow(flow.Class);
        }

        _budget.Sources--;
        uint added = _rows.Append();
        ref SourceRow row = ref _rows[added];
        row.Start(flow.Source, flow.Class, flow.Exporter, flow.NextHop);
        _byKey.Add(flow.RowTag, added);
        LinkToSource(ref row, added);
        return ref row;
    }

    private void LinkToSource(ref SourceRow row, uint added)
    {
        uint tag = (uint)(row.Source.Hash(pools.Seed) >> 32);
        ulong[] slots = _bySource.Slots;
        int mask = slots.Length - 1;
        for (int at = (int)(tag >> _bySource.Shift); slots[at] != 0; at = (at + 1) & mask)
        {
            if ((uint)(slots[at] >> 32) == tag)
            {
                ref SourceRow head = ref _rows[(uint)slots[at] - 1];
                if (head.Source == row.Source)
                {
                    row.Link = head.Link & ~SourceRow.HeadMark;
                    head.Link = SourceRow.HeadMark | (added + 1);
                    return;
                }
            }
        }

        row.Link = SourceRow.HeadMark;
        _bySource.Add(tag, added);
    }

    private ref SourceRow OtherRow(ushort trafficClass)
    {
        if (trafficClass >= _other.Length)
        {
            Array.Resize(ref _other, Math.Max(trafficClass + 1, _other.Length * 2));
        }

        ref SourceRow row = ref _other[trafficClass];
        if (row.Flows == 0)
        {
            row.Start(default, trafficClass, SourceRow.NoExporter, 0);
            row.Destinations = SourceRow.Overflowed;
        }

        return ref row;
    }
}
