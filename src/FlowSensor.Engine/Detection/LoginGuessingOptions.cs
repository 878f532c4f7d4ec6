using System.ComponentModel.DataAnnotations;

namespace FlowSensor.Engine.Detection;

/// <summary><c>detection.login_guessing</c>: passwords tried at POP3, IMAP and submission.</summary>
public sealed class LoginGuessingOptions : RuleOptions
{
    /// <summary>Refused logins in ten minutes, where packets show the replies.</summary>
    [Range(1, 1_000_000_000)]
    public int Failures { get; set; } = 20;

    /// <summary>And this part of its logins.</summary>
    [Range(0.01, 1.0)]
    public double FailedShare { get; set; } = 0.8;

    /// <summary>Where replies are not seen: connections a window, each as short as a refused login in plain text, that are too many whoever makes them.</summary>
    [Range(1, 1_000_000_000)]
    public int Flows { get; set; } = 60;

    /// <summary>Octets of a client's side of a connection up to which it is as short as a refused login in plain text; those have 400 to 600.</summary>
    [Range(1, 1_000_000)]
    public int ShortOctets { get; set; } = 900;

    /// <summary>
    /// Where replies are not seen: connections in ten minutes to a server that are too many when all are of one size. 40: four a minute; a program that looks at three
    /// mailboxes every minute makes 30.
    /// </summary>
    [Range(1, 1_000_000_000)]
    public int SameConnections { get; set; } = 40;

    /// <summary>Octets of a client's side of a connection up to which that counts: a login refused within TLS has 1,000 to 1,500.</summary>
    [Range(1, 1_000_000)]
    public int SameOctets { get; set; } = 1_500;

    /// <summary>How far sizes spread around their mean, as a part of it, up to which they are one size.</summary>
    [Range(0.001, 1.0)]
    public double SameSpread { get; set; } = 0.04;
}
