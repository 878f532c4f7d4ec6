using FlowSensor.Engine.MailStatistics;

namespace FlowSensor.Engine.Inspection;

/// <summary>SMTP of one server, or of one client, or of all.</summary>
internal struct SmtpCounters
{
    public int Sessions;

    /// <summary>MAIL commands.</summary>
    public int Mail;

    /// <summary>RCPT commands.</summary>
    public int Rcpt;

    /// <summary>Recipients accepted.</summary>
    public int RcptAccepted;

    /// <summary>Messages accepted: DATA or BDAT LAST answered 250.</summary>
    public int Accepted;

    /// <summary>Messages refused at their end.</summary>
    public int Refused;

    /// <summary>Recipients refused, by class.</summary>
    public RejectCounts Rejects;

    /// <summary>Refusals of other commands and of the connection.</summary>
    public int OtherRefusals;

    /// <summary>Sessions that went on in TLS; counted when they end.</summary>
    public int StartTls;

    public int AuthAccepted;
    public int AuthFailures;

    /// <summary>Encrypted sessions whose size speaks for a message delivered.</summary>
    public int EstimatedAccepted;

    /// <summary>Encrypted sessions whose size does not.</summary>
    public int EstimatedRefused;
}
