using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.Smtp;

namespace FlowSensor.Protocols.Logs;

/// <summary>
/// The fields of one log line, as far as its program writes them. Spans point into the line; what a line does not say is empty, zero or,
/// where zero means something, -1.
/// </summary>
public ref struct LogEvent
{
    /// <summary>What the line says.</summary>
    public LogEventKind Kind { get; set; }

    /// <summary>Why it was refused; only of <see cref="LogEventKind.Rejected"/>.</summary>
    public SmtpRejectClass RejectClass { get; set; }

    /// <summary>True on the submission ports.</summary>
    public bool IsSubmission { get; set; }

    /// <summary>True for POP3, false for IMAP; only of logins.</summary>
    public bool IsPop3 { get; set; }

    /// <summary>True when a message or delivery came from, or went to, another host.</summary>
    public bool IsRemote { get; set; }

    /// <summary>True for a DNS query over TCP.</summary>
    public bool IsTcp { get; set; }

    /// <summary>Type of a DNS question; 0 when it has no known mnemonic.</summary>
    public ushort DnsType { get; set; }

    /// <summary>SMTP reply code.</summary>
    public int Code { get; set; }

    /// <summary>Enhanced status code of a reply or delivery.</summary>
    public EnhancedStatusCode Enhanced { get; set; }

    /// <summary>The client's port.</summary>
    public int ClientPort { get; set; }

    /// <summary>The client's address.</summary>
    public IpAddress Client { get; set; }

    /// <summary>The server's address.</summary>
    public IpAddress Server { get; set; }

    /// <summary>Where a delivery went.</summary>
    public IpAddress RelayAddress { get; set; }

    /// <summary>Octets of a message.</summary>
    public long Size { get; set; }

    /// <summary>Recipients of a message.</summary>
    public long Recipients { get; set; }

    /// <summary>Of <see cref="LogEventKind.Disconnect"/> accepted senders, of <see cref="LogEventKind.LoginsFailed"/> refused passwords.</summary>
    public long Count { get; set; }

    /// <summary>Milliseconds from a message's arrival to this delivery, or from a greylister's first refusal to its passing; -1 when not said.</summary>
    public long DelayMs { get; set; }

    /// <summary>Of <see cref="DelayMs"/>, milliseconds before the queue manager took the message; -1 when not said.</summary>
    public long BeforeQueueMs { get; set; }

    /// <summary>Of <see cref="DelayMs"/>, milliseconds in the queue; -1 when not said.</summary>
    public long InQueueMs { get; set; }

    /// <summary>Score of a message.</summary>
    public double Score { get; set; }

    /// <summary>Id of the message in the queue; NOQUEUE counts as none.</summary>
    public ReadOnlySpan<byte> QueueId { get; set; }

    /// <summary>Stage of the SMTP dialogue: CONNECT, MAIL, RCPT, DATA ...</summary>
    public ReadOnlySpan<byte> Stage { get; set; }

    /// <summary>What was done: reject, reject_warning, discard, sent, bounced ... in the program's word.</summary>
    public ReadOnlySpan<byte> Action { get; set; }

    /// <summary>The client's name as the server looked it up.</summary>
    public ReadOnlySpan<byte> ClientName { get; set; }

    /// <summary>Envelope sender without brackets.</summary>
    public ReadOnlySpan<byte> Sender { get; set; }

    /// <summary>Envelope recipient without brackets.</summary>
    public ReadOnlySpan<byte> Recipient { get; set; }

    /// <summary>Recipient before aliases.</summary>
    public ReadOnlySpan<byte> OriginalRecipient { get; set; }

    /// <summary>HELO or EHLO argument.</summary>
    public ReadOnlySpan<byte> Helo { get; set; }

    /// <summary>SMTP or ESMTP.</summary>
    public ReadOnlySpan<byte> Protocol { get; set; }

    /// <summary>Message id without brackets.</summary>
    public ReadOnlySpan<byte> MessageId { get; set; }

    /// <summary>Where a delivery went, as the program writes it.</summary>
    public ReadOnlySpan<byte> Relay { get; set; }

    /// <summary>Text of a reply, reason, or trouble.</summary>
    public ReadOnlySpan<byte> Text { get; set; }

    /// <summary>Name asked of DNS, name of a virus, or name of a mailbox.</summary>
    public ReadOnlySpan<byte> Name { get; set; }

    /// <summary>Turns the event into one of another kind with nothing said yet.</summary>
    public void Begin(LogEventKind kind)
    {
        this = default;
        Kind = kind;
        DelayMs = -1;
        BeforeQueueMs = -1;
        InQueueMs = -1;
    }
}
