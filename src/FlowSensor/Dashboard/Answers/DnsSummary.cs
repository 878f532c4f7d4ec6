using FlowSensor.Engine.Reports;

namespace FlowSensor.Dashboard.Answers;

/// <summary>DNS messages seen in packets, and the clients by flows.</summary>
internal sealed record DnsSummary
{
    /// <summary>Queries.</summary>
    public long Queries { get; init; }

    /// <summary>Responses.</summary>
    public long Responses { get; init; }

    /// <summary>Messages that could not be read.</summary>
    public long Malformed { get; init; }

    /// <summary>Messages over TCP.</summary>
    public long OverTcp { get; init; }

    /// <summary>Responses that were cut by the server.</summary>
    public long Truncated { get; init; }

    /// <summary>Messages of clients that found no room in the sensor's table: in the sums, but not with their client.</summary>
    public long ClientsFull { get; init; }

    /// <summary>Octets of queries.</summary>
    public long QueryOctets { get; init; }

    /// <summary>Octets of responses.</summary>
    public long ResponseOctets { get; init; }

    /// <summary>Part of the responses that say NXDOMAIN, 0 to 1; null without responses.</summary>
    public double? NxdomainShare { get; init; }

    /// <summary>Queries by type, most first.</summary>
    public IReadOnlyDictionary<string, long> Types { get; init; } = new Dictionary<string, long>();

    /// <summary>Responses by code, most first.</summary>
    public IReadOnlyDictionary<string, long> Rcodes { get; init; } = new Dictionary<string, long>();

    /// <summary>The sources with most flows to DNS servers.</summary>
    public IReadOnlyList<SourceReport> Clients { get; init; } = [];
}
