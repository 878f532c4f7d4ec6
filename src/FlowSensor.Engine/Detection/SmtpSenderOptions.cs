using System.ComponentModel.DataAnnotations;

namespace FlowSensor.Engine.Detection;

/// <summary>
/// <c>detection.smtp_sender</c>: an abnormal SMTP sender is intensive, goes on for hours, and has a telling mean packet size; what
/// servers answer decides, where it is seen. Points are summed; the incident opens at <see cref="OpenScore"/>.
/// </summary>
public sealed class SmtpSenderOptions : RuleOptions
{
    /// <summary>Makes options whose incidents close after three hours: slow senders rest that long.</summary>
    public SmtpSenderOptions() => CloseAfter = TimeSpan.FromHours(3);

    /// <summary>Points at which an incident opens, of about 100.</summary>
    [Range(1, 1000)]
    public int OpenScore { get; set; } = 60;

    /// <summary>SMTP flows in an hour that are intensive. 30: the lower published threshold.</summary>
    [Range(1, 1_000_000)]
    public int Flows { get; set; } = 30;

    /// <summary>SMTP flows in an hour that are very intensive. 100: the upper published threshold.</summary>
    [Range(1, 1_000_000)]
    public int ManyFlows { get; set; } = 100;

    /// <summary>Different servers in a day from which on a host that is no mail server is looked at. Five: a host with a relay talks to one or two.</summary>
    [Range(1, 1_000_000)]
    public int Servers { get; set; } = 5;

    /// <summary>Different servers in a day that are many for a host that is no mail server.</summary>
    [Range(1, 1_000_000)]
    public int ManyServers { get; set; } = 30;

    /// <summary>Hours of the last 24 in which it sent, from which on it goes on and on.</summary>
    [Range(1, 24)]
    public int Hours { get; set; } = 6;

    /// <summary>Octets a packet under which a sender only probes or is refused. 100: as published.</summary>
    [Range(40, 1500)]
    public int SmallPacket { get; set; } = 100;

    /// <summary>Octets a flow over which it delivers bulk, as newsletters do: that speaks against spam.</summary>
    [Range(1, 100_000_000)]
    public int BulkOctets { get; set; } = 12_000;

    /// <summary>
    /// Octets of a flow to a server under which it brought no message: the dialogue of a refusal has 600 to 900, within TLS up to 1,450, the shortest
    /// message with its dialogue about as many. That sizes tell refusals from deliveries: Schatzmann and others, "Inferring Spammers in the Network Core", 2009.
    /// </summary>
    [Range(400, 100_000)]
    public int SmallestMessage { get; set; } = 1_500;

    /// <summary>Part of its flows that brought no message from which on its list of addresses is bad, where answers are not seen.</summary>
    [Range(0.01, 1.0)]
    public double Poor { get; set; } = 0.3;

    /// <summary>Part of its flows that find no server from which on its list of addresses is bad.</summary>
    [Range(0.01, 1.0)]
    public double Unanswered { get; set; } = 0.2;

    /// <summary>Part of its recipients that are refused from which on its list of addresses is bad.</summary>
    [Range(0.01, 1.0)]
    public double Refused { get; set; } = 0.2;

    /// <summary>Part of its recipients that are refused under which its list is kept well.</summary>
    [Range(0.0, 1.0)]
    public double WellKept { get; set; } = 0.08;

    /// <summary>Times the usual at which a mail server's own past is broken; its square is that whatever its spread is, with fifty replies seen.</summary>
    [Range(1.1, 1000.0)]
    public double ServerFactor { get; set; } = 3;
}
