namespace FlowSensor.Protocols.Smtp;

/// <summary>A complete reply, its lines taken together (RFC 5321 4.2).</summary>
public readonly record struct SmtpReply(int Code, int Lines, EnhancedStatusCode Enhanced, SmtpRejectClass RejectClass)
{
    /// <summary>2xx.</summary>
    public bool IsPositive => Code is >= 200 and < 300;

    /// <summary>3xx: more is expected from the client.</summary>
    public bool IsIntermediate => Code is >= 300 and < 400;

    /// <summary>4xx: may succeed later.</summary>
    public bool IsTransientRefusal => Code is >= 400 and < 500;

    /// <summary>4xx or 5xx.</summary>
    public bool IsRefusal => Code is >= 400 and < 600;
}
