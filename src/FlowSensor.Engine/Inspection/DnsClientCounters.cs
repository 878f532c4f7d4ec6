namespace FlowSensor.Engine.Inspection;

/// <summary>DNS of one client: who asks, or in whose name answers are drawn.</summary>
internal struct DnsClientCounters
{
    public long Queries;
    public long Responses;
    public long Mx;
    public long Ptr;
    public long NxDomain;
    public long QueryOctets;
    public long ResponseOctets;
    public NameRegisters Names;

    /// <summary>Octets of responses for each octet of queries; 0 without queries.</summary>
    public readonly double Amplification => QueryOctets == 0 ? 0 : (double)ResponseOctets / QueryOctets;

    /// <summary>Different names asked for, estimated.</summary>
    public readonly long DistinctNames => DistinctSketch.Estimate(Names);
}
