namespace FlowSensor.Engine.Detection;

/// <summary>What is known of an SMTP sender when it is judged.</summary>
internal readonly ref struct SmtpPicture
{
    /// <summary>Flows of the last sixty minutes.</summary>
    public double HourFlows { get; init; }

    /// <summary>Different servers in the last 12 to 24 hours.</summary>
    public long Servers { get; init; }

    /// <summary>Hours of the last 24 in which it sent.</summary>
    public int ActiveHours { get; init; }

    /// <summary>True for a known mail server.</summary>
    public bool IsServer { get; init; }

    /// <summary>Flows an hour that are usual for a mail server; null where that is not known.</summary>
    public double? Usual { get; init; }

    /// <summary>Flows an hour over which they are unusual for it.</summary>
    public double Limit { get; init; }

    /// <summary>How its mail went lately.</summary>
    public MailQuality Lately { get; init; }

    /// <summary>Sums of the last 12 to 24 hours; of a mail server, of about the last hour: its own traffic would hide what others send through it.</summary>
    public MailCounts Counts { get; init; }
}
