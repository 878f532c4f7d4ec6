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
        uint count = (uint)_sources.SourceCount;
        while (from < count)
        {
            head = from++;
            flows = 0;
            packets = 0;
            octets = 0;
            SourceRowCursor rows = _sources.RowsOf(head);
            while (rows.MoveNext())
            {
                if (_holds[rows.Class])
                {
                    ref SourceRow row = ref _sources[rows.Row];
                    flows += row.Flows;
                    packets += row.Packets;
                    octets += row.Octets;
                }
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

    /// <summary>Everything about the source with this head.</summary>
    public readonly SourceTraffic Read(uint head)
    {
        DestinationUnion destinations = default;
        TrafficCounts counts = default;
        ulong syn = 0;
        long first = long.MaxValue;
        long last = 0;
        ushort nextHop = 0;
        ushort exporter = SourceRow.NoExporter;
        SourceRowCursor rows = _sources.RowsOf(head);
        while (rows.MoveNext())
        {
            ref SourceRow row = ref _sources[rows.Row];

            // The first row is the oldest: its exporter reported the source first.
            exporter = exporter == SourceRow.NoExporter ? row.Exporter : exporter;
            if (_isAll || _holds[rows.Class])
            {
                counts.Add(_sources.CountsOf(rows.Row));
                syn += _tables.Pools.Classifier[rows.Class].IsSyn ? row.Packets : 0;
                first = Math.Min(first, row.First);
                last = Math.Max(last, row.Last);
                nextHop = nextHop == 0 ? row.NextHop : nextHop;
                destinations.Add(in row, _sources.Sketches);
            }
        }

        long distinct = destinations.Count(out bool exact);
        return new SourceTraffic
        {
            Source = _sources.Head(head).Source,
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
