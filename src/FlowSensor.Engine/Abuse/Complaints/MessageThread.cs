using MimeKit;

namespace FlowSensor.Engine.Abuse.Complaints;

/// <summary>What a message says of other messages, and whether a person stands behind it.</summary>
internal static class MessageThread
{
    // RFC 5322 wants every ancestor in References; nobody is answered through a thread that long.
    private const int MostAnswers = 50;

    private const int LongestIdentifier = 250;

    /// <summary>Identifiers of the messages that this one answers, the nearest first; for a message about delivery, of those inside it.</summary>
    public static IReadOnlyList<string> Answered(MessageParts parts)
    {
        IEnumerable<string?> inside = parts.MediaTypes.Contains("message/delivery-status") ? parts.Originals.Select(static headers => headers[HeaderId.MessageId]) : [];
        IEnumerable<string?> ids = inside.Append(parts.Message.InReplyTo).Concat(parts.Message.References.Reverse());
        return [.. ids.Where(static id => id is { Length: > 0 and <= LongestIdentifier }).Select(static id => id!.Trim(' ', '<', '>', '\t')).Distinct().Take(MostAnswers)];
    }

    /// <summary>True for what a machine wrote or a list passed on (RFC 3834 2, RFC 2919, RFC 2076): an answer would be read by nobody, or by all.</summary>
    public static bool IsAutomatic(MimeMessage mail)
    {
        string submitted = mail.Headers["Auto-Submitted"]?.Trim() ?? "no";
        string precedence = mail.Headers["Precedence"]?.Trim().ToLowerInvariant() ?? "";
        string sender = mail.From.Mailboxes.FirstOrDefault()?.Address ?? "";
        string local = sender[..Math.Max(0, sender.IndexOf('@', StringComparison.Ordinal))].ToLowerInvariant();
        return !submitted.StartsWith("no", StringComparison.OrdinalIgnoreCase)
            || precedence is "bulk" or "list" or "junk"
            || mail.Headers.Contains(HeaderId.ListId)
            || mail.Headers["Return-Path"]?.Trim() == "<>"
            || local is "mailer-daemon" or "postmaster" or "majordomo" or "listserv"
            || local.Replace("-", "", StringComparison.Ordinal).StartsWith("noreply", StringComparison.Ordinal)
            || local.Replace("-", "", StringComparison.Ordinal).StartsWith("donotreply", StringComparison.Ordinal)
            || local.StartsWith("owner-", StringComparison.Ordinal)
            || local.EndsWith("-request", StringComparison.Ordinal);
    }
}
