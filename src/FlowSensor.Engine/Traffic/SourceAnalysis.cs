namespace FlowSensor.Engine.Traffic;

/// <summary>One walk over all sources: sums, bands and kept sources of every service and direction.</summary>
internal sealed class SourceAnalysis
{
    private readonly TrafficCounts[] _totals;
    private readonly TrafficCounts[] _others;
    private readonly BandSums[] _bands;
    private readonly TopRows[] _kept;

    public SourceAnalysis(TrafficTables tables)
    {
        TrafficOptions options = tables.Pools.Options;
        int services = tables.Pools.Classifier.ServiceDirections.Count;
        BandScale scale = new(options.Bands);
        _totals = new TrafficCounts[services];
        _others = new TrafficCounts[services];
        _bands = [.. Enumerable.Range(0, services).Select(_ => new BandSums(scale))];
        _kept = [.. Enumerable.Range(0, services).Select(_ => new TopRows(options.TopSources, (ulong)Math.Max(0, options.KeepOverFlows)))];
        Walk(tables);
        AddOthers(tables);
    }

    /// <summary>Sum of a service and direction, the <c>other</c> rows included.</summary>
    public TrafficCounts Total(int serviceDirection) => _totals[serviceDirection];

    /// <summary>What found no room in the table.</summary>
    public TrafficCounts Other(int serviceDirection) => _others[serviceDirection];

    /// <summary>Sources of a service and direction.</summary>
    public long Keys(int serviceDirection) => _bands[serviceDirection].Keys;

    /// <summary>Distribution over the sources.</summary>
    public BandSums Bands(int serviceDirection) => _bands[serviceDirection];

    /// <summary>Sources to keep.</summary>
    public TopRows Kept(int serviceDirection) => _kept[serviceDirection];

    private static TrafficCounts CountsOf(in SourceRow row) => new()
    {
        Flows = row.Flows,
        Packets = row.Packets,
        Octets = row.Octets,
        EstimatedPackets = row.EstimatedPackets,
        EstimatedOctets = row.EstimatedOctets,
    };

    private void Walk(TrafficTables tables)
    {
        SourceTable sources = tables.Sources;
        TrafficClassifier classifier = tables.Pools.Classifier;
        TrafficCounts[] sums = new TrafficCounts[_totals.Length];
        for (uint head = 0; head < (uint)sources.RowCount; head++)
        {
            ref SourceRow row = ref sources[head];
            if (!row.IsHead)
            {
                continue;
            }

            while (true)
            {
                TrafficCounts counts = CountsOf(in row);
                foreach (int service in classifier[row.Class].Members)
                {
                    sums[service].Add(in counts);
                }

                uint next = row.Link & ~SourceRow.HeadMark;
                if (next == 0)
                {
                    break;
                }

                row = ref sources[next - 1];
            }

            Take(sums, head, in row);
        }
    }

    private void Take(TrafficCounts[] sums, uint head, in SourceRow row)
    {
        for (int service = 0; service < sums.Length; service++)
        {
            ref TrafficCounts sum = ref sums[service];
            if (sum.Flows > 0)
            {
                _totals[service].Add(in sum);
                _bands[service].Add(sum.Flows, sum.Packets, sum.Octets);
                _kept[service].Offer(new RankedRow(sum.Flows, sum.Octets, row.Source, default, head));
                sum = default;
            }
        }
    }

    private void AddOthers(TrafficTables tables)
    {
        foreach (ref readonly SourceRow other in tables.Sources.Other)
        {
            if (other.Flows > 0)
            {
                TrafficCounts counts = CountsOf(in other);
                foreach (int service in tables.Pools.Classifier[other.Class].Members)
                {
                    _totals[service].Add(in counts);
                    _others[service].Add(in counts);
                    _bands[service].AddOther(counts.Flows, counts.Packets, counts.Octets);
                }
            }
        }
    }
}
