namespace FlowSensor.Engine.RelayTesting;

/// <summary>A reply of a mail server (RFC 5321 4.2).</summary>
/// <param name="Code">Three digits.</param>
/// <param name="Text">Its last line, printable ASCII, shortened.</param>
internal readonly record struct SmtpReply(int Code, string Text)
{
    /// <summary>250, 251 or 252: it takes it.</summary>
    public bool IsGood => Code is >= 200 and < 300;

    /// <summary>It will never take it.</summary>
    public bool IsFinal => Code is >= 500 and < 600;
}
