namespace FlowSensor.Engine.Abuse.Reading;

/// <summary>A mailbox cannot be read; the message is one sentence that names it and says what to do.</summary>
public sealed class MailboxException : Exception
{
    /// <summary>Makes the exception.</summary>
    public MailboxException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception with its cause.</summary>
    public MailboxException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
