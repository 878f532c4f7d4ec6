namespace FlowSensor.Engine.Abuse.Delivery;

/// <summary>A mail of the outbox.</summary>
/// <param name="Id">Number in the outbox.</param>
/// <param name="MessageId">Message identifier, without brackets.</param>
/// <param name="Purpose">What it is.</param>
/// <param name="Recipients">Mailboxes.</param>
/// <param name="Subject">The subject.</param>
/// <param name="State">What has become of it.</param>
/// <param name="Created">When it was written, Unix milliseconds.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="Next">When it is tried again, where it waits.</param>
/// <param name="Sent">When the server took it; null before.</param>
/// <param name="Trouble">Why it is not sent, in words; empty else.</param>
public sealed record OutboxMail(
    long Id, string MessageId, MailPurpose Purpose, IReadOnlyList<string> Recipients, string Subject, DeliveryState State, long Created, int Attempts, long Next, long? Sent,
    string Trouble);
