using System.Runtime.CompilerServices;

namespace FlowSensor.Engine.Traffic;

/// <summary>Sums by exporter, traffic class and scope. There are few, so they stay in the nearest cache.</summary>
internal sealed class TotalsTable(int most)
{
    private readonly RowIndex _index = new();
    private TotalRow[] _rows = new TotalRow[64];
    private int _count;

    /// <summary>The sums, in no particular order.</summary>
    public ReadOnlySpan<TotalRow> Rows => _rows.AsSpan(0, _count);

    /// <summary>Accounts a batch of flows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Account(ReadOnlySpan<PendingFlow> batch)
    {
        foreach (ref readonly PendingFlow flow in batch)
        {
            ref TotalRow row = ref Find(TotalRow.KeyOf(flow.Exporter, flow.Class, flow.Scope));
            ulong interval = Math.Max(1, flow.SamplingInterval);
            row.Counts.Flows++;
            row.Counts.Packets += flow.Packets;
            row.Counts.Octets += flow.Octets;
            row.Counts.EstimatedPackets += flow.Packets * interval;
            row.Counts.EstimatedOctets += flow.Octets * interval;
            row.UnknownSampling += flow.IsSamplingUnknown ? 1UL : 0UL;
        }
    }

    /// <summary>Adds all sums of another table.</summary>
    public void Merge(TotalsTable other)
    {
        foreach (ref readonly TotalRow theirs in other.Rows)
        {
            ref TotalRow mine = ref Find(theirs.Key);
            mine.Counts.Add(in theirs.Counts);
            mine.UnknownSampling += theirs.UnknownSampling;
        }
    }

    /// <summary>Forgets all sums and keeps the memory.</summary>
    public void Clear()
    {
        _index.Clear();
        _count = 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref TotalRow Find(ulong key)
    {
        uint tag = (uint)((key * 0x9E37_79B9_7F4A_7C15) >> 32);
        ulong[] slots = _index.Slots;
        int mask = slots.Length - 1;
        for (int at = (int)(tag >> _index.Shift); slots[at] != 0; at = (at + 1) & mask)
        {
            if ((uint)(slots[at] >> 32) == tag)
            {
                ref TotalRow found = ref _rows[(uint)slots[at] - 1];
                if (found.Key == key)
                {
                    return ref found;
                }
            }
        }

        return ref Add(key, tag);
    }

    private ref TotalRow Add(ulong key, uint tag)
    {
        ulong shared = key | ((ulong)SourceRow.NoExporter << 32);
        if (_count >= most && key != shared)
        {
            return ref Find(shared);
        }

        if (_count == _rows.Length)
        {
            Array.Resize(ref _rows, _count * 2);
        }

        _rows[_count] = new TotalRow { Key = key };
        _index.Add(tag, (uint)_count);
        return ref _rows[_count++];
    }
}
