using FlowSensor.Engine.MailStatistics;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Logs;

/// <summary>How log lines are counted.</summary>
internal sealed class LogStatisticsOptions
{
    /// <summary>The server that the log is of: none, one address, or one of each family.</summary>
    public List<IpAddress> Servers { get; } = [];

    /// <summary>Only lines of this local day; null: all.</summary>
    public DateOnly? Day { get; set; }

    /// <summary>Messages under way that are followed at once; about 100 octets each.</summary>
    public int MaxMessages { get; set; } = 65_536;

    /// <summary>Greylisted triplets followed at once, and for how long.</summary>
    public int MaxTriplets { get; set; } = 262_144;

    /// <summary>How long a greylisted sender is waited for.</summary>
    public TimeSpan GreylistTimeout { get; set; } = TimeSpan.FromHours(48);

    /// <summary>Limits and settings of the servers' days.</summary>
    public MailStatisticsOptions Mail { get; init; } = new();

    /// <summary>Local days.</summary>
    public MailCalendar Calendar { get; init; } = MailCalendar.Default;
}
