namespace FlowSensor.Engine.Inspection;

/// <summary>Sessions with mailbox servers.</summary>
internal struct MailboxCounters
{
    public long Sessions;
    public long Commands;
    public long Logins;
    public long FailedLogins;

    /// <summary>Sessions that went on, or began, in TLS.</summary>
    public long Encrypted;
}
