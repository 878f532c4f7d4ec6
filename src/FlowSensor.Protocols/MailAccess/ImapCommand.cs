namespace FlowSensor.Protocols.MailAccess;

/// <summary>IMAP commands whose tagged reply matters (RFC 9051 6.2).</summary>
internal enum ImapCommand : byte
{
    Other,
    Login,
    Authenticate,
    StartTls,
}
