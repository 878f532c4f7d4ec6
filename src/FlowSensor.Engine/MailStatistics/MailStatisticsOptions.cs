using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.MailStatistics;

/// <summary>Limits and settings of the mail statistics.</summary>
internal sealed class MailStatisticsOptions
{
    /// <summary>Servers that are mail servers without being found as such.</summary>
    public List<IpAddress> Servers { get; } = [];

    /// <summary>Where own servers live; empty: everywhere.</summary>
    public List<IpPrefix> Networks { get; } = [];

    /// <summary>Days of servers kept at once; about 12 kB each, and more with many clients.</summary>
    public int MaxServerDays { get; set; } = 2_048;

    /// <summary>Days of hosts that so far only asked DNS; about 0.7 kB each.</summary>
    public int MaxDnsHostDays { get; set; } = 16_384;

    /// <summary>Local days kept; older ones are dropped when a new day begins.</summary>
    public int KeptDays { get; set; } = 7;

    /// <summary>Clients counted one by one for each server and day; beyond it counts are those of space-saving.</summary>
    public int MaxClients { get; set; } = 1_024;

    /// <summary>Refused recipients (hashes) counted one by one for each server and day.</summary>
    public int MaxRecipients { get; set; } = 1_024;

    /// <summary>Destinations the server sends to, remembered for each server and day.</summary>
    public int MaxDestinations { get; set; } = 4_096;

    /// <summary>k of the model: 2 for servers like Postfix, 4 for old ones like sendmail 8.9.</summary>
    public double ModelK { get; set; } = 2;

    /// <summary>Levels of a weekday before any are learned.</summary>
    public MailLevels WeekdayLevels { get; set; } = MailLevels.Published(DayKind.Weekday);

    /// <summary>Levels of a holiday before any are learned.</summary>
    public MailLevels HolidayLevels { get; set; } = MailLevels.Published(DayKind.Holiday);
}
