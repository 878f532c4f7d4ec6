using System.ComponentModel.DataAnnotations;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Configuration;

/// <summary>The section <c>sensor</c>.</summary>
public sealed class IdentityOptions
{
    /// <summary>Name of this sensor in stored results and outputs; default the machine's name.</summary>
    [RegularExpression("[A-Za-z0-9][A-Za-z0-9._-]{0,62}", ErrorMessage = "must be 1 to 63 letters, digits, dots, dashes or underscores, beginning with a letter or digit")]
    public string Name { get; set; } = Environment.MachineName;

    /// <summary>
    /// User that a sensor started by root becomes once its ports and interfaces are open; the store has to be that user's. Unset: it stays who
    /// it was started as, which is right where a service manager sets the user.
    /// </summary>
    [RegularExpression("[A-Za-z_][A-Za-z0-9._-]{0,31}", ErrorMessage = "must be the name of a user")]
    public string? User { get; set; }

    /// <summary>The network's own prefixes; they decide the scope of traffic (outbound, inbound, internal, transit). Empty: the scope is unknown.</summary>
    public List<IpPrefix> Networks { get; set; } = [];

    /// <summary>Time zone of dates on the command line and of times in tables; stored times are UTC.</summary>
    public TimeZoneInfo TimeZone { get; set; } = TimeZoneInfo.Utc;

    /// <summary>Days of the week on which people are away.</summary>
    public List<DayOfWeek> Weekend { get; set; } = [DayOfWeek.Saturday, DayOfWeek.Sunday];

    /// <summary>Other days on which people are away, as local dates.</summary>
    public List<DateOnly> Holidays { get; set; } = [];
}
