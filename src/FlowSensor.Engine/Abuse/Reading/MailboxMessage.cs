namespace FlowSensor.Engine.Abuse.Reading;

/// <summary>One message as it lies in a mailbox. Everything in it is hostile.</summary>
public sealed record MailboxMessage
{
    /// <summary>Where it lies: file, and offset in an mbox, for people.</summary>
    public required string Place { get; init; }

    /// <summary>
    /// What makes it the same message when the mailbox is read again: SHA-256, in hexadecimal, of all its octets but the header
    /// fields that mail programs change (<c>Status</c> and the like) and the line before it in an mbox.
    /// </summary>
    public required string Identity { get; init; }

    /// <summary>Its octets, at most the limit of the reader.</summary>
    public required ReadOnlyMemory<byte> Content { get; init; }

    /// <summary>The message alone: <see cref="Content"/> without the line that separates messages in an mbox.</summary>
    public ReadOnlyMemory<byte> Mail
    {
        get
        {
            ReadOnlySpan<byte> start = Content.Span;
            start = start.StartsWith("\uFEFF"u8) ? start[3..] : start;
            int end = MboxReader.IsMark(start) ? start.IndexOf((byte)'\n') : -1;
            return Content[(Content.Length - start.Length + end + 1)..];
        }
    }

    /// <summary>Octets of the whole message.</summary>
    public required long Length { get; init; }

    /// <summary>True when the message is longer than its <see cref="Content"/>.</summary>
    public bool IsCut => Length > Content.Length;
}
