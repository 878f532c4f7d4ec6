using System.ComponentModel.DataAnnotations;
using FlowSensor.Engine.MailStatistics;

namespace FlowSensor.Engine.Detection;

/// <summary>The section <c>detection</c>: when traffic is abnormal.</summary>
public class DetectionOptions
{
    /// <summary>False: nothing is judged, only counted.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Abnormal SMTP senders.</summary>
    public SmtpSenderOptions SmtpSender { get; set; } = new();

    /// <summary>Mail servers under attack.</summary>
    public MailServerAttackedOptions MailServerAttacked { get; set; } = new();

    /// <summary>Targets of SYN floods.</summary>
    public SynFloodOptions SynFloodVictim { get; set; } = new();

    /// <summary>Sources of SYN floods.</summary>
    public SynFloodOptions SynFloodSource { get; set; } = new();

    /// <summary>Many ports of few hosts.</summary>
    public ScanOptions PortScan { get; set; } = new();

    /// <summary>Few ports of many hosts.</summary>
    public ScanOptions HostScan { get; set; } = new();

    /// <summary>Echo request storms.</summary>
    public PingStormOptions PingStorm { get; set; } = new();

    /// <summary>Reflected UDP answers.</summary>
    public AmplificationOptions UdpAmplification { get; set; } = new();

    /// <summary>Hosts that ask DNS too much.</summary>
    public DnsAnomalyOptions DnsAnomaly { get; set; } = new();

    /// <summary>Data in DNS names.</summary>
    public DnsTunnelOptions DnsTunnel { get; set; } = new();

    /// <summary>Names that do not exist.</summary>
    public NxdomainStormOptions NxdomainStorm { get; set; } = new();

    /// <summary>Passwords tried.</summary>
    public LoginGuessingOptions LoginGuessing { get; set; } = new();

    /// <summary>The operator's own rules.</summary>
    public List<OwnRuleOptions> Rules { get; set; } = [];

    /// <summary>Decisions to stay silent that are part of the configuration; others are made by <c>flowsensor incidents mute</c>.</summary>
    public List<SilenceOptions> Silences { get; set; } = [];

    /// <summary>What is kept of suspicious sources.</summary>
    public EvidenceOptions Evidence { get; set; } = new();

    /// <summary>Part of a rule's threshold from which on a source is suspicious: evidence of it is kept, but no incident opened.</summary>
    [Range(0.05, 1.0)]
    public double Suspicious { get; set; } = 0.5;

    /// <summary>Incidents of a rule that are open at the same time; what goes beyond is one summary incident.</summary>
    [Range(1, 100_000)]
    public int MaxOpen { get; set; } = 1_000;

    /// <summary>Incidents that a rule opens in one window; what goes beyond is one summary incident.</summary>
    [Range(1, 100_000)]
    public int MaxOpenedPerWindow { get; set; } = 100;

    /// <summary>How often an open incident that stays as it is is told again.</summary>
    public TimeSpan UpdateInterval { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Missing time up to this counts as quiet; longer is a gap, in which nothing opens, closes or ages.</summary>
    public TimeSpan Gap { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>SMTP senders whose last 24 hours are kept, about 770 octets each.</summary>
    [Range(1, 10_000_000)]
    public int MaxMailSources { get; set; } = 65_536;

    /// <summary>Mail servers and resolvers whose usual values are learned, about 8 kB each.</summary>
    [Range(1, 100_000)]
    public int MaxServers { get; set; } = 2_048;

    /// <summary>Hosts followed in a window for floods and scans, about 100 octets each.</summary>
    [Range(1, 10_000_000)]
    public int MaxProbedHosts { get; set; } = 262_144;

    /// <summary>The decisions of <see cref="Silences"/>, by a calendar.</summary>
    internal IReadOnlyList<Silence> DecidedIn(MailCalendar calendar) =>
    [
        .. Silences.Select(silence => new Silence
        {
            Action = silence.Action,
            Rule = silence.Rule,
            Network = silence.Network,
            Until = silence.Until is DateOnly last ? calendar.StartOf(last.AddDays(1)) : long.MaxValue,
            Author = silence.Author,
            Reason = silence.Reason,
        }),
    ];
}
