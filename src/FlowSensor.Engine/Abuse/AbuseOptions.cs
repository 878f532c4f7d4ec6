using FlowSensor.Engine.Configuration;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Abuse;

/// <summary>The section <c>abuse</c>: complaints that arrive.</summary>
public sealed class AbuseOptions
{
    /// <summary>Own mail relays and mailing list servers beside <c>mail.servers</c>: mail passes through them, they are not its source.</summary>
    public List<IpPrefix> Trusted { get; set; } = [];

    /// <summary>How far a clock in a complaint may be wrong. Reporters' clocks are rarely minutes off; log lines are cut to minutes.</summary>
    [DurationRange("0s", "1d")]
    public TimeSpan Skew { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Complaints go to the responsible contact, or are answered, without <c>--forward</c>.</summary>
    public bool Forward { get; set; }

    /// <summary>Octets of a message that are read.</summary>
    [SizeRange("64KiB", "256MiB")]
    public ByteSize MessageLimit { get; set; } = new(Reading.MailSource.DefaultLimit);
}
