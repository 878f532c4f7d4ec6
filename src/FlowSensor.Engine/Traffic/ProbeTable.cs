using System.Runtime.CompilerServices;
using FlowSensor.Capture.Memory;
using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.Flows;

namespace FlowSensor.Engine.Traffic;

/// <summary>
/// Hosts that sent, or were sent, flows that speak for floods, scans or reflection, in one window. Ordinary flows never get here. Targets
/// have a quarter of the rows to themselves: a flood with forged sources must not push out its victim. Flows are counted a few at a time, as
/// <see cref="TrafficTables"/> does: their rows come from memory while others are worked on.
/// </summary>
internal sealed class ProbeTable(TrafficPools pools, int mostHosts)
{
    private const int BatchSize = 16;

    private readonly PendingProbe[] _batch = new PendingProbe[BatchSize];
    private readonly RowChunks<ProbeRow> _rows = new(pools.Probes);
    private readonly RowIndex _index = new(pools.Slots);
    private readonly int _mostTargets = Math.Max(1, mostHosts / 4);
    private readonly int _mostSources = mostHosts - Math.Max(1, mostHosts / 4);
    private int _targets;
    private int _waiting;

    /// <summary>Rows in use; this and all that is read here is without the flows that wait, until <see cref="Settle"/>.</summary>
    public int RowCount => _rows.Count;

    /// <summary>Flows of hosts that found no room.</summary>
    public ulong TableFull { get; private set; }

    /// <summary>True while records were counted that nobody has looked at.</summary>
    public bool HasNews { get; set; }

    /// <summary>Counts different values.</summary>
    public DestinationSketches Sketches { get; } = new(pools.Sketches, Math.Max(1_024, mostHosts / 4));

    /// <summary>Row by its number, in the order in which hosts appeared.</summary>
    public ref ProbeRow this[uint row] => ref _rows[row];

    /// <summary>Counts a flow at both of its ends.</summary>
    /// <param name="record">The record; for the way back, with its ends exchanged.</param>
    /// <param name="nature">What it looks like.</param>
    /// <param name="isReverse">True for the way back of a record with both ways.</param>
    /// <param name="exporter">Number of the exporter.</param>
    /// <param name="nextHop">Number of the next hop.</param>
    /// <param name="eventTime">When the record counts, Unix milliseconds.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Add(in FlowRecord record, ProbeNature nature, bool isReverse, ushort exporter, ushort nextHop, long eventTime)
    {
        HasNews = true;
        ulong interval = Math.Max(1, record.SamplingInterval);
        ref PendingProbe probe = ref _batch[_waiting++];
        probe.Source = isReverse ? record.Destination : record.Source;
        probe.Target = isReverse ? record.Source : record.Destination;
        probe.Packets = (isReverse ? record.ReversePackets : record.Packets) * interval;
        probe.Octets = (isReverse ? record.ReverseOctets : record.Octets) * interval;
        probe.EventTime = eventTime;
        probe.Nature = nature;
        probe.Exporter = exporter;
        probe.NextHop = nextHop;

        // What matters of an answer is the service that gave it.
        bool isAnswer = nature is ProbeNature.Reflection or ProbeNature.SynAnswer;
        probe.Port = (ushort)(isReverse == isAnswer ? record.DestinationPort : record.SourcePort);
        probe.SourceTag = TagOf(probe.Source, nature, isTarget: false);
        probe.TargetTag = TagOf(probe.Target, nature, isTarget: true);
        _index.Fetch(probe.SourceTag);
        _index.Fetch(probe.TargetTag);
        if (_waiting == BatchSize)
        {
            Settle();
        }
    }

    /// <summary>Counts the flows that wait.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Settle()
    {
        Span<PendingProbe> batch = _batch.AsSpan(0, _waiting);
        _waiting = 0;
        ulong[] slots = _index.Slots;
        foreach (ref PendingProbe probe in batch)
        {
            probe.SourceRow = Seek(slots, probe.SourceTag);
            probe.TargetRow = Seek(slots, probe.TargetTag);
        }

        foreach (ref PendingProbe probe in batch)
        {
            probe.SourcePrint = PrintOf(in probe.Source);
            probe.TargetPrint = PrintOf(in probe.Target);
            probe.PortPrint = PrintOf(probe.Port);
            FetchSketches(probe.SourceRow, probe.TargetPrint, probe.PortPrint);
            FetchSketches(probe.TargetRow, probe.SourcePrint, probe.PortPrint);
        }

        foreach (ref readonly PendingProbe probe in batch)
        {
            Count(in probe, probe.Source, probe.SourceTag, isTarget: false, probe.TargetPrint);
            Count(in probe, probe.Target, probe.TargetTag, isTarget: true, probe.SourcePrint);
        }
    }

    /// <summary>The row of a host; false where it has none.</summary>
    public bool TryFind(IpAddress host, ProbeNature nature, bool isTarget, out uint row) => TryFind(host, nature, isTarget, TagOf(host, nature, isTarget), out row);

    private bool TryFind(IpAddress host, ProbeNature nature, bool isTarget, uint tag, out uint row)
    {
        ulong[] slots = _index.Slots;
        int mask = slots.Length - 1;
        for (int at = (int)(tag >> _index.Shift); slots[at] != 0; at = (at + 1) & mask)
        {
            if ((uint)(slots[at] >> 32) == tag)
            {
                row = (uint)slots[at] - 1;
                ref ProbeRow found = ref _rows[row];
                if (found.Host == host && found.Nature == nature && found.IsTarget == isTarget)
                {
                    return true;
                }
            }
        }

        row = 0;
        return false;
    }

    /// <summary>Forgets all rows and keeps the memory.</summary>
    public void Clear()
    {
        _rows.Clear();
        _index.Clear();
        Sketches.Clear();
        _waiting = 0;
        _targets = 0;
        TableFull = 0;
        HasNews = false;
    }

    // The first row with a tag is nearly always the right one; where it is not, only the wrong memory was fetched.
    private uint Seek(ulong[] slots, uint tag)
    {
        uint row = RowIndex.FirstOf(slots, _index.Shift, tag);
        if (row != 0)
        {
            CacheHint.Fetch(in _rows[row - 1]);
            CacheHint.Fetch(in _rows[row - 1], ProbeRow.LastLine);
        }

        return row;
    }

    private void FetchSketches(uint row, uint peerPrint, uint portPrint)
    {
        if (row != 0)
        {
            ref readonly ProbeRow found = ref _rows[row - 1];
            found.Peers.Fetch(peerPrint, Sketches);
            found.Ports.Fetch(portPrint, Sketches);
        }
    }

    private void Count(in PendingProbe probe, in IpAddress host, uint tag, bool isTarget, uint peerPrint)
    {
        if (!TryFind(host, probe.Nature, isTarget, tag, out uint number))
        {
            if (isTarget ? _targets >= _mostTargets : _rows.Count - _targets >= _mostSources)
            {
                TableFull++;
                return;
            }

            _targets += isTarget ? 1 : 0;
            number = _rows.Append();
            _rows[number] = new ProbeRow
            {
                Host = host,
                Nature = probe.Nature,
                IsTarget = isTarget,
                FirstPort = probe.Port,
                Exporter = probe.Exporter,
                NextHop = isTarget ? (ushort)0 : probe.NextHop,
                First = probe.EventTime,
                Last = probe.EventTime,
            };
            _index.Add(tag, number);
        }

        ref ProbeRow row = ref _rows[number];
        row.Flows++;
        row.Packets += probe.Packets;
        row.Octets += probe.Octets;
        row.First = Math.Min(row.First, probe.EventTime);
        row.Last = Math.Max(row.Last, probe.EventTime);
        row.Peers.Add(peerPrint, Sketches);
        row.Ports.Add(probe.PortPrint, Sketches);
    }

    private static uint PrintOf(in IpAddress host) => (uint)(host.Hash(TrafficTables.FingerprintSeed) >> 32);

    private static uint PrintOf(ushort port)
    {
        ulong mixed = (port + 1UL) * 0x9E37_79B9_7F4A_7C15UL;
        mixed = (mixed ^ (mixed >> 31)) * 0xD6E8_FEB8_6659_FD93UL;
        return (uint)(mixed >> 32);
    }

    private uint TagOf(IpAddress host, ProbeNature nature, bool isTarget) =>
        (uint)(((host.Hash(pools.Seed) + ((ulong)nature * 2) + (isTarget ? 1UL : 0UL)) * 0xD6E8_FEB8_6659_FD93UL) >> 32);
}
