namespace FlowSensor.Engine.MailStatistics;

/// <summary>How a mailbox is reached.</summary>
internal enum MailboxProtocol : byte
{
    Pop3,
    Imap,
}
