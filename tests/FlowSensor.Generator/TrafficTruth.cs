namespace FlowSensor.Generator;

/// <summary>The exact account of a run: totals, per exporter, per service, per source.</summary>
internal sealed class TrafficTruth
{
    private readonly uint[] _services;

    public TrafficTruth(int sources)
    {
        Flows = new long[sources];
        Packets = new long[sources];
        Octets = new long[sources];
        SmtpFlows = new long[sources];
        _services = new uint[sources];
    }

    /// <summary>Flow records in all.</summary>
    public long TotalFlows { get; private set; }

    /// <summary>Packets in all.</summary>
    public long TotalPackets { get; private set; }

    /// <summary>Octets in all.</summary>
    public long TotalOctets { get; private set; }

    /// <summary>Flow records of each source.</summary>
    public long[] Flows { get; }

    /// <summary>Packets of each source.</summary>
    public long[] Packets { get; }

    /// <summary>Octets of each source.</summary>
    public long[] Octets { get; }

    /// <summary>SMTP request flow records of each source.</summary>
    public long[] SmtpFlows { get; }

    /// <summary>The exporters.</summary>
    public List<ExporterTruth> Exporters { get; } = [];

    /// <summary>The services, both directions each.</summary>
    public ServiceTruth[] Services { get; } = ServiceTruth.Table();

    /// <summary>Counts a flow that leaves.</summary>
    /// <param name="exporter">Who sends it.</param>
    /// <param name="flow">The flow.</param>
    public void Count(ExporterTruth exporter, in GeneratedFlow flow)
    {
        exporter.Records++;
        exporter.Packets += flow.Packets;
        exporter.Octets += flow.Octets;
        TotalFlows++;
        TotalPackets += flow.Packets;
        TotalOctets += flow.Octets;
        for (uint left = flow.Services; left != 0; left &= left - 1)
        {
            ServiceTruth service = Services[System.Numerics.BitOperations.TrailingZeroCount(left)];
            service.Flows++;
            service.Packets += flow.Packets;
            service.Octets += flow.Octets;
        }

        if (Flows.Length != 0)
        {
            long index = flow.SourceIndex;
            Flows[index]++;
            Packets[index] += flow.Packets;
            Octets[index] += flow.Octets;
            SmtpFlows[index] += (flow.Services >> ServiceTruth.Smtp) & 1;
            _services[index] |= flow.Services;
        }
    }

    /// <summary>Counts the distinct sources of every service; without a table of sources they are -1.</summary>
    public void CountSources()
    {
        foreach (ServiceTruth service in Services)
        {
            service.Sources = Flows.Length == 0 ? -1 : 0;
        }

        foreach (uint services in _services)
        {
            for (uint left = services; left != 0; left &= left - 1)
            {
                Services[System.Numerics.BitOperations.TrailingZeroCount(left)].Sources++;
            }
        }
    }
}
