namespace FlowSensor.Protocols.Smtp;

/// <summary>
/// Tells from code, enhanced code and wording why a server refused. The wordings are those of Postfix, sendmail, exim, qmail,
/// Exchange and the common greylisters; the codes decide only where the text says nothing (many servers answer everything 550 5.7.1).
/// </summary>
public static class SmtpRejectClassifier
{
    private const int LongestText = 256;

    /// <summary>Class of one reply line's text, the reply code and enhanced code taken off or not; None for codes under 400, and for 500 to 504 where
    /// nothing says that more than the command itself was wrong (RFC 5321 4.2.3: syntax, sequence, not implemented).</summary>
    public static SmtpRejectClass Classify(int code, EnhancedStatusCode enhanced, ReadOnlySpan<byte> text)
    {
        if (code is < 400 or >= 600)
        {
            return SmtpRejectClass.None;
        }

        SmtpRejectClass worded = ClassifyText(code, text);
        return worded != SmtpRejectClass.None ? worded : ClassifyCodes(code, enhanced);
    }

    private static SmtpRejectClass ClassifyText(int code, ReadOnlySpan<byte> text)
    {
        Span<byte> lower = stackalloc byte[LongestText];
        lower = lower[..Math.Min(text.Length, LongestText)];
        for (int index = 0; index < lower.Length; index++)
        {
            byte octet = text[index];
            lower[index] = octet - (uint)'A' <= 'Z' - 'A' ? (byte)(octet | 0x20) : octet;
        }

        // Order matters: Postfix writes "Recipient address rejected: Greylisted" and "Recipient address rejected: User unknown ...".
        if (code < 500 && IsGreylisting(code, lower))
        {
            return SmtpRejectClass.Greylisted;
        }

        if (IsUnknownUser(lower))
        {
            return SmtpRejectClass.UserUnknown;
        }

        if (IsRelaying(lower))
        {
            return SmtpRejectClass.RelayDenied;
        }

        if (Has(lower, "recipient address rejected"u8) || Has(lower, "recipient rejected"u8) || Has(lower, "invalid recipient"u8)
            || Has(lower, "recipient not allowed"u8) || Has(lower, "mailbox disabled"u8) || Has(lower, "unrouteable address"u8))
        {
            return SmtpRejectClass.RecipientRejected;
        }

        if (IsListed(lower))
        {
            return SmtpRejectClass.Blocked;
        }

        bool speaksOfOther = Has(lower, "sender address rejected"u8) || Has(lower, "sender rejected"u8) || Has(lower, "client host rejected"u8)
            || Has(lower, "helo command rejected"u8) || Has(lower, "temporary lookup failure"u8) || Has(lower, "authentication"u8);
        return speaksOfOther ? SmtpRejectClass.Other : SmtpRejectClass.None;
    }

    private static bool IsGreylisting(int code, ReadOnlySpan<byte> text) =>
        Has(text, "greylist"u8) || Has(text, "graylist"u8) || Has(text, "grey-list"u8) || Has(text, "grey list"u8) || Has(text, "postgrey"u8)
        || (code is 450 or 451 && (Has(text, "try again later"u8) || Has(text, "come back later"u8) || Has(text, "please retry"u8)));

    private static bool IsUnknownUser(ReadOnlySpan<byte> text) =>
        Has(text, "user unknown"u8) || Has(text, "unknown user"u8) || Has(text, "unknown local"u8) || Has(text, "no such user"u8)
        || Has(text, "no such recipient"u8) || Has(text, "no mailbox here"u8) || Has(text, "mailbox unavailable"u8)
        || Has(text, "mailbox not found"u8) || Has(text, "unknown recipient"u8) || Has(text, "recipient unknown"u8)
        || Has(text, "does not exist"u8) || Has(text, "user not found"u8) || Has(text, "recipientnotfound"u8)
        || Has(text, "recipient not found"u8) || Has(text, "no such mailbox"u8);

    private static bool IsRelaying(ReadOnlySpan<byte> text) =>
        Has(text, "relay access denied"u8) || Has(text, "relaying denied"u8) || Has(text, "relay not permitted"u8)
        || Has(text, "relaying is not permitted"u8) || Has(text, "unable to relay"u8) || Has(text, "relay denied"u8)
        || Has(text, "not relay"u8) || Has(text, "relaying not allowed"u8) || Has(text, "relay prohibited"u8)
        || Has(text, "allowed rcpthosts"u8) || Has(text, "user not local"u8);

    private static bool IsListed(ReadOnlySpan<byte> text) =>
        Has(text, "blocked using"u8) || Has(text, "blocked by"u8) || Has(text, "blacklist"u8) || Has(text, "blocklist"u8)
        || Has(text, "block list"u8) || Has(text, "black list"u8) || Has(text, "is listed"u8) || Has(text, "listed at"u8)
        || Has(text, "listed in"u8) || Has(text, "dnsbl"u8) || Has(text, "rbl"u8) || Has(text, "spamhaus"u8) || Has(text, "spamcop"u8)
        || Has(text, "banned sending ip"u8) || Has(text, "spam blocked"u8) || Has(text, "client host rejected: access denied"u8);

    // RFC 5321 4.2.3 and RFC 3463 3.2, 3.8.
    private static SmtpRejectClass ClassifyCodes(int code, EnhancedStatusCode enhanced) => (enhanced.Subject, enhanced.Detail) switch
    {
        (1, 1) or (1, 6) or (1, 10) => SmtpRejectClass.UserUnknown,
        (1, 2) or (1, 3) or (2, 1) => SmtpRejectClass.RecipientRejected,
        (7, 25) or (7, 26) or (7, 27) => SmtpRejectClass.Other,
        _ when code is >= 500 and <= 504 => SmtpRejectClass.None,
        _ when code == 551 => SmtpRejectClass.RelayDenied,
        _ when code is 550 or 553 && !enhanced.IsPresent => SmtpRejectClass.RecipientRejected,
        _ => SmtpRejectClass.Other,
    };

    private static bool Has(ReadOnlySpan<byte> text, ReadOnlySpan<byte> words) => text.IndexOf(words) >= 0;
}
