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

    /// <summary>And this part of all recipients it was asked for.</summary>
    [Range(0.01, 1.0)]
    public double UnknownShare { get; set; } = 0.4;

    /// <summary>Hours of a local day that must have passed before it is judged.</summary>
    [Range(1, 24)]
    public int LeastHours { get; set; } = 4;
}
