namespace FlowSensor.Engine.Reports.Mail;

/// <summary>A mail server's day, in the symbols of the published statistics. What is not known is null.</summary>
public sealed record MailServerDay
{
    /// <summary>Address, or name where the address is not known.</summary>
    public required string Server { get; init; }

    /// <summary>The local day.</summary>
    public DateOnly Day { get; init; }

    /// <summary><c>weekday</c> or <c>holiday</c>.</summary>
    public string Kind { get; init; } = "";

    /// <summary>Connections (SMTP accesses).</summary>
    public long Nc { get; init; }

    /// <summary>Messages accepted.</summary>
    public long Nf { get; init; }

    /// <summary>POP3 accesses.</summary>
    public long Np { get; init; }

    /// <summary>IMAP accesses.</summary>
    public long Imap { get; init; }

    /// <summary>DNS queries.</summary>
    public long Dq { get; init; }

    /// <summary>Mail exchange efficiency: Nf over Nc.</summary>
    public double? Mee { get; init; }

    /// <summary>Usual MEE of this kind of day.</summary>
    public double? UsualMee { get; init; }

    /// <summary>MEE under this has fallen.</summary>
    public double? LowMee { get; init; }

    /// <summary>MEE over this has risen.</summary>
    public double? HighMee { get; init; }

    /// <summary>Usual DNS queries of this kind of day.</summary>
    public double? UsualDq { get; init; }

    /// <summary>Dq over the usual Dq.</summary>
    public double? DqRatio { get; init; }

    /// <summary>Slope of (Dq - Np) over Nc.</summary>
    public double? Slope { get; init; }

    /// <summary>Intercept of that line, queries a second.</summary>
    public double? Intercept { get; init; }

    /// <summary>R^2 of that line.</summary>
    public double? R2 { get; init; }

    /// <summary>Slope that the published model expects.</summary>
    public double? ModelSlope { get; init; }

    /// <summary>Refusals in all.</summary>
    public long Rejected { get; init; }

    /// <summary>Failed log-ins.</summary>
    public long FailedLogins { get; init; }

    /// <summary>What the day was, such as <c>normal</c> or <c>attacked</c>.</summary>
    public string Verdict { get; init; } = "";

    /// <summary>True where part of the counts was concluded from sizes of encrypted sessions.</summary>
    public bool Estimated { get; init; }

    /// <summary><c>wire</c> or <c>log</c>.</summary>
    public string Origin { get; init; } = "";

    /// <summary>The day in ten-minute samples; empty in lists of days.</summary>
    public IReadOnlyList<MailServerSample> Samples { get; init; } = [];

    /// <summary>The clients with most connections; empty in lists of days.</summary>
    public IReadOnlyList<MailServerClient> Clients { get; init; } = [];
}
