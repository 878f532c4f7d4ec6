using System.Runtime.InteropServices;

namespace FlowSensor.Engine.Inspection;

/// <summary>
/// DNS of one client: who asks, or in whose name answers are drawn. With the client's address in front this is two lines of the processor's cache, of
/// which an answer touches only the first.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal struct DnsClientCounters
{
    public long Queries;
    public long Responses;
    public long QueryOctets;
    public long ResponseOctets;
    public EventCount Mx;
    public EventCount Ptr;
    public EventCount NxDomain;
    private readonly byte _unused;
    public NameRegisters Names;

    /// <summary>Octets of responses for each octet of queries; 0 without queries.</summary>
    public readonly double Amplification => QueryOctets == 0 ? 0 : (double)ResponseOctets / QueryOctets;

    /// <summary>Different names asked for, estimated; never more than there were queries.</summary>
    public readonly long DistinctNames => DistinctSketch.Estimate(Names, Queries);

    /// <summary>Share of the queries that ask for mail servers.</summary>
    public readonly double MxShare => Share(Mx, Queries);

    /// <summary>Share of the queries that ask for the name of an address.</summary>
    public readonly double PtrShare => Share(Ptr, Queries);

    /// <summary>Share of the responses that say that there is no such name.</summary>
    public readonly double NxDomainShare => Share(NxDomain, Responses);

    private static double Share(EventCount part, long whole) => whole == 0 ? 0 : (double)part.Value / whole;
}
