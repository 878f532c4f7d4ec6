using System.Runtime.CompilerServices;
using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.Flows;

namespace FlowSensor.Engine.Traffic;

/// <summary>
/// Hosts that sent, or were sent, flows that speak for floods, scans or reflection, in one window. Ordinary flows never get here. Targets
/// have a quarter of the rows to themselves: a flood with forged sources must not push out its victim.
/// </summary>
internal sealed class ProbeTable(TrafficPools pools, int mostHosts)
{
    private readonly RowChunks<ProbeRow> _rows = new(pools.Probes);
    private readonly RowIndex _index = new();
    private readonly int _mostTargets = Math.Max(1, mostHosts / 4);
    private readonly int _mostSources = mostHosts - Math.Max(1, mostHosts / 4);
    private int _targets;

    /// <summary>Rows in use.</summary>
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
        IpAddress source = isReverse ? record.Destination : record.Source;
        IpAddress destination = isReverse ? record.Source : record.Destination;
        ulong interval = Math.Max(1, record.SamplingInterval);
        ulong packets = (isReverse ? record.ReversePackets : record.Packets) * interval;
        ulong octets = (isReverse ? record.ReverseOctets : record.Octets) * interval;
        ushort port = (ushort)(isReverse ? record.SourcePort : record.DestinationPort);

        // What matters of an answer is the service that gave it.
        port = nature is ProbeNature.Reflection or ProbeNature.SynAnswer ? (ushort)(isReverse ? record.DestinationPort : record.SourcePort) : port;
        uint portPrint = PrintOf(port);
        Count(source, destination, nature, isTarget: false, packets, octets, port, portPrint, exporter, nextHop, eventTime);
        Count(destination, source, nature, isTarget: true, packets, octets, port, portPrint, exporter, 0, eventTime);
    }

    /// <summary>The row of a host; false where it has none.</summary>
    public bool TryFind(IpAddress host, ProbeNature nature, bool isTarget, out uint row)
    {
        ulong[] slots = _index.Slots;
        int mask = slots.Length - 1;
        uint tag = TagOf(host, nature, isTarget);
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
        _targets = 0;
        TableFull = 0;
        HasNews = false;
    }

    private void Count(
        IpAddress host, IpAddress peer, ProbeNature nature, bool isTarget, ulong packets, ulong octets, ushort port, uint portPrint, ushort exporter, ushort nextHop, long eventTime)
    {
        if (!TryFind(host, nature, isTarget, out uint number))
        {
            if (isTarget ? _targets >= _mostTargets : _rows.Count - _targets >= _mostSources)
            {
                TableFull++;
                return;
            }

            _targets += isTarget ? 1 : 0;
            number = _rows.Append();
            _rows[number] = new ProbeRow { Host = host, Nature = nature, IsTarget = isTarget, FirstPort = port, Exporter = exporter, NextHop = nextHop, First = eventTime, Last = eventTime };
            _index.Add(TagOf(host, nature, isTarget), number);
        }

        ref ProbeRow row = ref _rows[number];
        row.Flows++;
        row.Packets += packets;
        row.Octets += octets;
        row.First = Math.Min(row.First, eventTime);
        row.Last = Math.Max(row.Last, eventTime);
        row.Peers.Add((uint)(peer.Hash(TrafficTables.FingerprintSeed) >> 32), Sketches);
        row.Ports.Add(portPrint, Sketches);
    }

    private static uint PrintOf(ushort port)
    {
        ulong mixed = (port + 1UL) * 0x9E37_79B9_7F4A_7C15UL;
        mixed = (mixed ^ (mixed >> 31)) * 0xD6E8_FEB8_6659_FD93UL;
        return (uint)(mixed >> 32);
    }

    private uint TagOf(IpAddress host, ProbeNature nature, bool isTarget) =>
        (uint)(((host.Hash(pools.Seed) + ((ulong)nature * 2) + (isTarget ? 1UL : 0UL)) * 0xD6E8_FEB8_6659_FD93UL) >> 32);
}
