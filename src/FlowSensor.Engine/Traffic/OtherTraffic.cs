namespace FlowSensor.Engine.Traffic;

/// <summary>What found no room in a table of sources, summed by traffic class.</summary>
internal sealed class OtherTraffic
{
    private TrafficCounts[] _counts = new TrafficCounts[16];

    /// <summary>Records counted.</summary>
    public ulong Records { get; private set; }

    /// <summary>The sums, by traffic class; may be shorter than the number of classes.</summary>
    public ReadOnlySpan<TrafficCounts> Counts => _counts;

    /// <summary>Adds one flow.</summary>
    public void Add(in PendingFlow flow)
    {
        ulong interval = Math.Max(1, flow.SamplingInterval);
        Add(flow.Class, new TrafficCounts
        {
            Flows = 1,
            Packets = flow.Packets,
            Octets = flow.Octets,
            EstimatedPackets = flow.Packets * interval,
            EstimatedOctets = flow.Octets * interval,
        });
    }

    /// <summary>Adds what was counted of a class.</summary>
    public void Add(int trafficClass, in TrafficCounts counts)
    {
        if (trafficClass >= _counts.Length)
        {
            Array.Resize(ref _counts, Math.Max(trafficClass + 1, _counts.Length * 2));
        }

        Records += counts.Flows;
        _counts[trafficClass].Add(in counts);
    }

    /// <summary>Adds all of another table.</summary>
    public void Merge(OtherTraffic other)
    {
        for (int trafficClass = 0; trafficClass < other._counts.Length; trafficClass++)
        {
            if (other._counts[trafficClass].Flows > 0)
            {
                Add(trafficClass, in other._counts[trafficClass]);
            }
        }
    }

    /// <summary>Forgets everything and keeps the memory.</summary>
    public void Clear()
    {
        Array.Clear(_counts);
        Records = 0;
    }
}
