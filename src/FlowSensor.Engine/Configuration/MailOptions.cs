using System.ComponentModel.DataAnnotations;
using FlowSensor.Engine.MailStatistics;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Configuration;

/// <summary>The section <c>mail</c>: mail servers and what is usual for them.</summary>
public sealed class MailOptions : IValidatableObject
{
    /// <summary>Addresses of mail servers; others are found when they listen on the mail ports and ask DNS.</summary>
    public List<IpAddress> Servers { get; set; } = [];

    /// <summary>Usual values of a weekday.</summary>
    public MailLevelOptions Weekday { get; set; } = new(MailLevels.Published(DayKind.Weekday));

    /// <summary>Usual values of a weekend day or holiday.</summary>
    public MailLevelOptions Holiday { get; set; } = new(MailLevels.Published(DayKind.Holiday));

    /// <summary>DNS queries over this multiple of the usual have risen; greater than 1, which is the usual itself.</summary>
    [Range(1.0, 100.0, MinimumIsExclusive = true)]
    public double QueriesRise { get; set; } = 1.5;

    /// <summary>DNS queries under this multiple of the usual have fallen.</summary>
    [Range(0.0, 1.0)]
    public double QueriesFall { get; set; } = 0.9;

    /// <summary>Connections a day under which no verdict is given.</summary>
    [Range(1, 1_000_000_000)]
    public int LeastConnections { get; set; } = 100;

    /// <summary>k of the model mS = 2 + k n (1 - q): 2 for servers like Postfix, 4 for old ones like sendmail 8.9.</summary>
    [Range(0.0, 100.0)]
    public double ModelK { get; set; } = 2;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        for (int i = 0; i < Servers.Count; i++)
        {
            if (Servers.IndexOf(Servers[i]) < i)
            {
                yield return new ValidationResult($"{Servers[i]} is listed twice", [$"Servers[{i}]"]);
            }
        }
    }

    internal MailStatisticsOptions ToStatistics(IdentityOptions sensor)
    {
        MailStatisticsOptions statistics = new() { ModelK = ModelK, WeekdayLevels = Weekday.ToLevels(), HolidayLevels = Holiday.ToLevels() };
        statistics.Servers.AddRange(Servers);
        statistics.Networks.AddRange(sensor.Networks);
        return statistics;
    }

    internal MailVerdictRule ToRule() => new() { QueriesRise = QueriesRise, QueriesFall = QueriesFall, LeastConnections = LeastConnections };

    internal static MailCalendar CalendarOf(IdentityOptions sensor) => new(sensor.TimeZone, sensor.Weekend, sensor.Holidays);
}
