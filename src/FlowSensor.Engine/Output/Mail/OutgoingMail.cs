namespace FlowSensor.Engine.Output.Mail;

/// <summary>A mail to be sent.</summary>
public sealed record OutgoingMail
{
    /// <summary>Sender, header and envelope.</summary>
    public required string From { get; init; }

    /// <summary>Recipients, header and envelope.</summary>
    public required IReadOnlyList<string> To { get; init; }

    /// <summary>Subject; line breaks in it become spaces.</summary>
    public required string Subject { get; init; }

    /// <summary>The text, lines of any length.</summary>
    public required string Text { get; init; }

    /// <summary>When it was written.</summary>
    public required DateTimeOffset Date { get; init; }

    /// <summary>What stands before the @ of its message id; the same for a mail that is sent again.</summary>
    public required string Id { get; init; }

    /// <summary>Id of an earlier mail that this one continues, as <see cref="Id"/>; null for none.</summary>
    public string? Continues { get; init; }

    /// <summary>Further header fields, in their order; values in ASCII.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>Further parts behind the text.</summary>
    public IReadOnlyList<MailPart> Parts { get; init; } = [];

    /// <summary>Media type of the whole where it has parts, with its parameters: <c>multipart/report; report-type=feedback-report</c> for an abuse report (RFC 5965).</summary>
    public string Container { get; init; } = "multipart/mixed";
}
