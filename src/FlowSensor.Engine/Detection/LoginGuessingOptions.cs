using System.ComponentModel.DataAnnotations;

namespace FlowSensor.Engine.Detection;

/// <summary><c>detection.login_guessing</c>: passwords tried at POP3, IMAP and submission.</summary>
public sealed class LoginGuessingOptions : RuleOptions
{
    /// <summary>Refused logins in ten minutes, where packets are seen.</summary>
    [Range(1, 1_000_000_000)]
    public int Failures { get; set; } = 20;

    /// <summary>And this part of its logins.</summary>
    [Range(0.01, 1.0)]
    public double FailedShare { get; set; } = 0.8;

    /// <summary>From flow records: connections a window, each as short as a refused login.</summary>
    [Range(1, 1_000_000_000)]
    public int Flows { get; set; } = 60;

    /// <summary>From flow records: octets of a connection up to which it is as short as a refused login.</summary>
    [Range(1, 1_000_000)]
    public int ShortOctets { get; set; } = 900;
}
