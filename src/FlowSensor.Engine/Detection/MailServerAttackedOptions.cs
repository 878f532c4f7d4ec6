using System.ComponentModel.DataAnnotations;

namespace FlowSensor.Engine.Detection;

/// <summary>
/// <c>detection.mail_server_attacked</c>: the server's efficiency falls while its DNS queries rise (levels: <c>mail</c>), or it refuses
/// recipients in numbers.
/// </summary>
public sealed class MailServerAttackedOptions : RuleOptions
{
    /// <summary>Recipients refused as unknown in ten minutes from which on it is a storm, whatever is usual. The published days have 94 and 222 on average.</summary>
    [Range(1, 1_000_000)]
    public int UnknownUsers { get; set; } = 40;

    /// <summary>
    /// The same in an hour, for a server whose own past is known: who tries names one by one stays under what counts in ten minutes. One a minute, for an hour.
    /// </summary>
    [Range(1, 10_000_000)]
    public int UnknownUsersHour { get; set; } = 60;

    /// <summary>And this part of all recipients it was asked for.</summary>
    [Range(0.01, 1.0)]
    public double UnknownShare { get; set; } = 0.4;

    /// <summary>And this many times what is usual for the server, once a day of it is known.</summary>
    [Range(1.0, 1000.0)]
    public double UnknownFactor { get; set; } = 3;

    /// <summary>DNS queries of the local day so far from which on efficiency and queries are judged together. A fifth of the published server's day: under it, they are chance.</summary>
    [Range(1, 1_000_000_000)]
    public int LeastQueries { get; set; } = 5_000;

    /// <summary>Hours of a local day that must have passed before it is judged.</summary>
    [Range(1, 24)]
    public int LeastHours { get; set; } = 4;
}
