using FlowSensor.Engine.MailStatistics;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Detection;

/// <summary>One mail server's local day so far, and its last hour and minutes, fading.</summary>
internal struct MailServerDay
{
    private const double HourMs = 3_600_000;
    private const double MinutesMs = 600_000;
    private const double ForgetMs = 72 * HourMs;
    private const double LeastUsualMs = 24 * HourMs;

    public IpAddress Server;
    public int Day;

    /// <summary>Observed time at which the day began, or the server was first seen.</summary>
    public long Since;

    /// <summary>Counts of the day.</summary>
    public MailSample Total;

    /// <summary>Connections and accepted messages of about the last hour.</summary>
    public double RecentConnections;

    public double RecentAccepted;

    /// <summary>DNS queries of about the last hour.</summary>
    public double RecentQueries;

    /// <summary>Recipients refused as unknown, and all that were asked for, of about the last ten minutes.</summary>
    public double RecentUnknown;

    public double RecentAsked;

    /// <summary>The same of about the last hour.</summary>
    public double HourUnknown;

    public double HourAsked;

    /// <summary>Recipients refused as unknown in ten minutes, as is usual: a mean that forgets within three days.</summary>
    public double UsualUnknown;

    /// <summary>Observed time over which that mean was taken, milliseconds.</summary>
    public double UsualOver;

    /// <summary>Observed time up to which the recent ones have faded.</summary>
    public long At;

    /// <summary>Observed time at which the server last had a connection.</summary>
    public long LastSeen;

    /// <summary>Whether its own past is known well enough to be judged by.</summary>
    public readonly bool HasUsual => UsualOver >= LeastUsualMs;

    /// <summary>Counts what packets told of it in a window.</summary>
    public void Add(in WireHost host, long observed)
    {
        double passed = Math.Max(0, observed - At);
        UsualOver = Math.Min(UsualOver + passed, ForgetMs);
        UsualUnknown += UsualOver <= 0 ? 0 : (RecentUnknown - UsualUnknown) * Math.Min(1, passed / UsualOver);
        double hour = Math.Exp(-(observed - At) / HourMs);
        double minutes = Math.Exp(-(observed - At) / MinutesMs);
        RecentConnections = (RecentConnections * hour) + host.Connections;
        RecentAccepted = (RecentAccepted * hour) + host.Accepted;
        RecentQueries = (RecentQueries * hour) + host.DnsQueries;
        HourUnknown = (HourUnknown * hour) + host.UserUnknown;
        HourAsked = (HourAsked * hour) + host.Asked;
        RecentUnknown = (RecentUnknown * minutes) + host.UserUnknown;
        RecentAsked = (RecentAsked * minutes) + host.Asked;
        At = observed;
        LastSeen = host.Connections > 0 ? observed : LastSeen;
        Total.Connections += host.Connections;
        Total.Accepted += host.Accepted;
        Total.Queries += host.DnsQueries;
    }
}
