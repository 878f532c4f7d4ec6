namespace FlowSensor.Engine.Output.Mail;

/// <summary>A mail was not taken. The message is a sentence for the operator.</summary>
public sealed class MailException : Exception
{
    /// <summary>Makes an exception.</summary>
    public MailException(string message, bool isPermanent, Exception? inner = null)
        : base(message, inner) => IsPermanent = isPermanent;

    /// <summary>True when the same mail would be refused again (a reply of the 500s, RFC 5321 4.2.1).</summary>
    public bool IsPermanent { get; }

    /// <summary>True when the server had no time to say whether it took the mail: it may arrive, or may not.</summary>
    public bool IsUncertain { get; init; }

    /// <summary>True when the server could not be talked to at all: the next mail would fare no better.</summary>
    public bool IsServerAway { get; init; }
}
