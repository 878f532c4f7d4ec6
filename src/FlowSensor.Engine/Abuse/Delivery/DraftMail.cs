namespace FlowSensor.Engine.Abuse.Delivery;

/// <summary>A mail for the outbox.</summary>
/// <param name="MessageId">Message identifier, without brackets: what makes it the same mail when it is written again.</param>
/// <param name="Purpose">What it is.</param>
/// <param name="Recipients">Mailboxes; at least one.</param>
/// <param name="Subject">The subject.</param>
/// <param name="Content">Its octets (RFC 5322).</param>
public sealed record DraftMail(string MessageId, MailPurpose Purpose, IReadOnlyList<string> Recipients, string Subject, byte[] Content);
