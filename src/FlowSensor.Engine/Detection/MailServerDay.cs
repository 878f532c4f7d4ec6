using FlowSensor.Engine.MailStatistics;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Detection;

/// <summary>One mail server's local day so far, and its last hour and minutes, fading.</summary>
internal struct MailServerDay
{
    private const double HourMs = 3_600_000;
    private const double MinutesMs = 600_000;

    public IpAddress Server;
    public int Day;

    /// <summary>Counts of the day.</summary>
    public MailSample Total;

    /// <summary>Connections and accepted messages of about the last hour.</summary>
    public double RecentConnections;

    public double RecentAccepted;

    /// <summary>Recipients refused as unknown, and all that were asked for, of about the last ten minutes.</summary>
    public double RecentUnknown;

    public double RecentAsked;

    /// <summary>Observed time up to which the recent ones have faded.</summary>
    public long At;

    /// <summary>Observed time at which the server last had a connection.</summary>
    public long LastSeen;

    /// <summary>Counts what packets told of it in a window.</summary>
    public void Add(in WireHost host, long observed)
    {
        double hour = Math.Exp(-(observed - At) / HourMs);
        double minutes = Math.Exp(-(observed - At) / MinutesMs);
        RecentConnections = (RecentConnections * hour) + host.Connections;
        RecentAccepted = (RecentAccepted * hour) + host.Accepted;
        RecentUnknown = (RecentUnknown * minutes) + host.UserUnknown;
        RecentAsked = (RecentAsked * minutes) + host.Asked;
        At = observed;
        LastSeen = host.Connections > 0 ? observed : LastSeen;
        Total.Connections += host.Connections;
        Total.Accepted += host.Accepted;
        Total.Queries += host.DnsQueries;
    }
}
