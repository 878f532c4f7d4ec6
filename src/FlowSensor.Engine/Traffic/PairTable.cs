using System.Runtime.CompilerServices;
using FlowSensor.Capture.Memory;

namespace FlowSensor.Engine.Traffic;

/// <summary>Rows by (source, destination, service and direction); what finds no room is summed for each service and direction.</summary>
internal sealed class PairTable(TrafficPools pools, TrafficBudget budget)
{
    private readonly RowChunks<PairRow> _rows = new(pools.Pairs);
    private readonly RowIndex _index = new(pools.Slots);
    private readonly PairRow[] _other = new PairRow[pools.Classifier.ServiceDirections.Count];
    private readonly int _most = pools.Options.MaxPairs;
    private TrafficBudget _budget = budget;

    /// <summary>Rows in use.</summary>
    public int RowCount => _rows.Count;

    /// <summary>Records that found no room.</summary>
    public ulong TableFull { get; private set; }

    /// <summary>Row by its number.</summary>
    public ref PairRow this[uint row] => ref _rows[row];

    /// <summary>What found no room, by service and direction.</summary>
    public ReadOnlySpan<PairRow> Other => _other;

    /// <summary>Finds the rows of a batch in the index, whose slots were fetched while the batch was filled.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void SeekRows(Span<PendingFlow> batch)
    {
        ulong[] slots = _index.Slots;
        int shift = _index.Shift;
        foreach (ref PendingFlow flow in batch)
        {
            if (flow.PairService != TrafficClass.NoPairs)
            {
                uint row = RowIndex.FirstOf(slots, shift, flow.PairTag);
                flow.PairRow = default;
                if (row != 0)
                {
                    flow.PairRow = _rows.PlaceOf(row - 1);
                    CacheHint.Fetch(in flow.PairRow.Row);
                }
            }
        }
    }

    /// <summary>Begins to fetch what <see cref="SeekRows"/> will read for a pair.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Fetch(uint pairTag) => _index.Fetch(pairTag);

    /// <summary>Accounts those of a batch whose classes keep pairs, each to the pairs of all services of its class that do.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Account(ReadOnlySpan<PendingFlow> batch)
    {
        foreach (ref readonly PendingFlow flow in batch)
        {
            if (flow.PairService == TrafficClass.NoPairs)
            {
                continue;
            }

            bool isFound = !flow.PairRow.IsNone && Matches(in flow.PairRow.Row, in flow, flow.PairService);
            Count(ref isFound ? ref flow.PairRow.Row : ref FindOrAdd(in flow, flow.PairTag, flow.PairService), in flow);
            ushort[] members = pools.Classifier[flow.Class].PairMembers;
            for (int further = 1; further < members.Length; further++)
            {
                Count(ref FindOrAdd(in flow, Tag(in flow, members[further]), members[further]), in flow);
            }
        }
    }

    /// <summary>Adds all rows of another table.</summary>
    public void Merge(PairTable other)
    {
        PendingFlow key = default;
        for (uint number = 0; number < (uint)other.RowCount; number++)
        {
            ref PairRow theirs = ref other[number];
            key.Source = theirs.Source;
            key.Destination = theirs.Destination;
            Sum(ref FindOrAdd(in key, Tag(in key, theirs.ServiceDirection), theirs.ServiceDirection), in theirs);
        }

        for (int service = 0; service < _other.Length; service++)
        {
            Sum(ref _other[service], in other._other[service]);
        }
    }

    /// <summary>Puts the rows on another budget.</summary>
    public void MoveTo(TrafficBudget other)
    {
        _budget.Pairs += _rows.Count;
        _budget = other;
        _budget.Pairs -= _rows.Count;
    }

    /// <summary>Forgets all rows and keeps the memory.</summary>
    public void Clear()
    {
        _budget.Pairs += _rows.Count;
        _rows.Clear();
        _index.Clear();
        Array.Clear(_other);
        TableFull = 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Count(ref PairRow row, in PendingFlow flow)
    {
        row.Flows++;
        row.Packets += flow.Packets;
        row.Octets += flow.Octets;
    }

    private static void Sum(ref PairRow mine, in PairRow theirs)
    {
        mine.Flows += theirs.Flows;
        mine.Packets += theirs.Packets;
        mine.Octets += theirs.Octets;
    }

    private static bool Matches(in PairRow row, in PendingFlow flow, ushort serviceDirection) =>
        row.Source == flow.Source && row.Destination == flow.Destination && row.ServiceDirection == serviceDirection;

    private uint Tag(in PendingFlow flow, ushort serviceDirection) =>
        TrafficPools.PairTag(flow.Source.Hash(pools.Seed), flow.Destination.Hash(TrafficTables.FingerprintSeed), serviceDirection);

    private ref PairRow FindOrAdd(in PendingFlow flow, uint tag, ushort serviceDirection)
    {
        ulong[] slots = _index.Slots;
        int mask = slots.Length - 1;
        for (int at = (int)(tag >> _index.Shift); slots[at] != 0; at = (at + 1) & mask)
        {
            if ((uint)(slots[at] >> 32) == tag)
            {
                ref PairRow found = ref _rows[(uint)slots[at] - 1];
                if (Matches(in found, in flow, serviceDirection))
                {
                    return ref found;
                }
            }
        }

        if (_rows.Count >= _most || _budget.Pairs <= 0)
        {
            TableFull++;
            return ref _other[serviceDirection];
        }

        _budget.Pairs--;
        uint added = _rows.Append();
        _index.Add(tag, added);
        ref PairRow row = ref _rows[added];
        row = default;
        row.Source = flow.Source;
        row.Destination = flow.Destination;
        row.ServiceDirection = serviceDirection;
        return ref row;
    }
}
