using System.ComponentModel.DataAnnotations;
using FlowSensor.Engine.Configuration;

namespace FlowSensor.Engine.Output.Notifications;

/// <summary><c>syslog</c> of a notification: RFC 5424 over UDP (RFC 5426) or TCP (RFC 6587, octet counting).</summary>
public sealed class SyslogOutputOptions
{
    /// <summary>Where messages go, such as <c>udp://192.0.2.1:514</c> or <c>tcp://192.0.2.1:514</c>.</summary>
    [Required]
    public TransportEndpoint? Server { get; set; }

    /// <summary>Facility, 0 to 23 (RFC 5424 6.2.1). 16: local0.</summary>
    [Range(0, 23)]
    public int Facility { get; set; } = 16;

    /// <summary>Time to connect and to send.</summary>
    [DurationRange("100ms", "5m")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);
}
