namespace FlowSensor.Protocols.Smtp;

/// <summary>
/// A reply and what it answers. Addresses appear as seeded hashes only: enough to see that a triplet or a recipient came back,
/// nothing that names a person.
/// </summary>
/// <param name="Command">What is answered; <see cref="SmtpCommand.None"/> for the greeting and for replies without a command.</param>
/// <param name="Reply">The reply.</param>
/// <param name="SenderHash">Hash of the transaction's reverse-path; 0 when there is none.</param>
/// <param name="RecipientHash">Hash of the forward-path, for RCPT.</param>
/// <param name="AcceptedRecipients">Recipients accepted so far in the transaction.</param>
/// <param name="IsMessageEnd">True when the reply decides over a whole message (RFC 5321 4.1.1.4, RFC 3030 2).</param>
public readonly record struct SmtpExchange(
    SmtpCommand Command, SmtpReply Reply, ulong SenderHash, ulong RecipientHash, int AcceptedRecipients, bool IsMessageEnd)
{
    /// <summary>The server took responsibility for a message.</summary>
    public bool IsMessageAccepted => IsMessageEnd && Reply.IsPositive;

    /// <summary>A recipient was refused, not just a RCPT that was malformed or came before MAIL.</summary>
    public bool IsRecipientRejected => Command == SmtpCommand.Rcpt && Reply.RejectClass != SmtpRejectClass.None;
}
