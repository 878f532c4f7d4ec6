namespace FlowSensor.Engine.Output.Notifications;

/// <summary>A message was not taken. The text is a sentence for the operator.</summary>
internal sealed class NoticeException : Exception
{
    /// <summary>Makes an exception.</summary>
    public NoticeException(string message, bool isPermanent, Exception? inner = null, TimeSpan? retryAfter = null)
        : base(message, inner)
    {
        IsPermanent = isPermanent;
        RetryAfter = retryAfter;
    }

    /// <summary>True when sending the same again would fail again.</summary>
    public bool IsPermanent { get; }

    /// <summary>When the other side wants to be asked again; null where it said nothing.</summary>
    public TimeSpan? RetryAfter { get; }
}
