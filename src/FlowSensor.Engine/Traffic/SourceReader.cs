using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Traffic;

/// <summary>Reads sources of one service and direction out of the table: sums the rows of a source whose class holds it.</summary>
internal struct SourceReader
{
    private readonly TrafficTables _tables;
    private readonly SourceTable _sources;
    private readonly bool[] _holds;
    private readonly bool _isAll;

    public SourceReader(TrafficTables tables, int serviceDirection)
    {
        _tables = tables;
        _sources = tables.Sources;
        _holds = tables.ClassesHolding(serviceDirection);
        _isAll = serviceDirection == tables.Pools.Classifier.ServiceDirections.Count - 1;
    }

    /// <summary>Finds the next source at or after a row number and moves that number past it.</summary>
    public readonly bool TryFind(ref uint from, out uint head, out ulong flows, out ulong packets, out ulong octets)
    {
        uint count = (uint)_sources.RowCount;
        while (from < count)
        {
            head = from++;
            ref SourceRow row = ref _sources[head];
            if (!row.IsHead)
            {
                continue;
            }

            flows = 0;
            packets = 0;
            octets = 0;
            while (true)
            {
                if (_holds[row.Class])
                {
                    flows += row.Flows;
                    packets += row.Packets;
                    octets += row.Octets;
                }

                uint next = row.Link & ~SourceRow.HeadMark;
                if (next == 0)
                {
                    break;
                }

                row = ref _sources[next - 1];
            }

            if (flows > 0)
            {
                return true;
            }
        }

        head = 0;
        flows = 0;
        packets = 0;
        octets = 0;
        return false;
    }

    /// <summary>Everything about the source whose first row this is.</summary>
    public readonly SourceTraffic Read(uint head)
    {
        DestinationUnion destinations = default;
        TrafficCounts counts = default;
        ulong syn = 0;
        long first = long.MaxValue;
        long last = 0;
        ushort nextHop = 0;
        ref SourceRow row = ref _sources[head];
        IpAddress source = row.Source;
        ushort exporter = row.Exporter;
        while (true)
        {
            if (_isAll || _holds[row.Class])
            {
                counts.Flows += row.Flows;
                counts.Packets += row.Packets;
                counts.Octets += row.Octets;
                counts.EstimatedPackets += row.EstimatedPackets;
                counts.EstimatedOctets += row.EstimatedOctets;
                syn += _tables.Pools.Classifier[row.Class].IsSyn ? row.Packets : 0;
                first = Math.Min(first, row.First);
                last = Math.Max(last, row.Last);
                nextHop = nextHop == 0 ? row.NextHop : nextHop;
                destinations.Add(in row, _sources.Sketches);
            }

            uint next = row.Link & ~SourceRow.HeadMark;
            if (next == 0)
            {
                break;
            }

            row = ref _sources[next - 1];
        }

        long distinct = destinations.Count(out bool exact);
        return new SourceTraffic
        {
            Source = source,
            Counts = counts,
            Destinations = distinct,
            DestinationsExact = exact,
            SynPackets = syn,
            First = first,
            Last = last,
            ExporterIndex = exporter == SourceRow.NoExporter ? -1 : exporter,
            NextHop = _tables.Pools.NextHops[nextHop],
        };
    }
}
