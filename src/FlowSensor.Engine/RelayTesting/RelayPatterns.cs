namespace FlowSensor.Engine.RelayTesting;

/// <summary>
/// The patterns: plain relaying, senders that look like one's own, and the old ways to write a route into an address (RFC 5321 appendix C
/// and F.2, RFC 1123 5.2.16, RFC 976), of which servers believed some local and passed them on.
/// </summary>
public static class RelayPatterns
{
    /// <summary>The patterns for a server.</summary>
    public static IReadOnlyList<RelayPattern> For(RelayTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        int at = target.Recipient.LastIndexOf('@');
        (string user, string domain) = (target.Recipient[..at], target.Recipient[(at + 1)..]);
        string foreign = $"sender@{domain}", local = $"postmaster@{target.Domain}", literal = target.Literal;
        return
        [
            new("plain", foreign, target.Recipient, false),
            new("null sender", "", target.Recipient, false),
            new("own sender", local, target.Recipient, false),
            new("sender at its address", $"postmaster@{literal}", target.Recipient, false),
            new("sender without domain", "postmaster", target.Recipient, false),
            new("sender is recipient", target.Recipient, target.Recipient, false),
            new("sender at localhost", "postmaster@localhost", target.Recipient, false),
            new("source route", foreign, $"@{target.Domain}:{target.Recipient}", false),
            new("source route by address", foreign, $"@{literal}:{target.Recipient}", false),
            new("percent", foreign, $"{user}%{domain}@{target.Domain}", true),
            new("percent at its address", foreign, $"{user}%{domain}@{literal}", true),
            new("percent without domain", foreign, $"{user}%{domain}", true),
            new("percent, own sender", local, $"{user}%{domain}@{target.Domain}", true),
            new("quoted", foreign, $"\"{target.Recipient}\"", true),
            new("quoted percent", foreign, $"\"{user}%{domain}\"", true),
            new("quoted at its domain", foreign, $"\"{target.Recipient}\"@{target.Domain}", true),
            new("quoted at its address", foreign, $"\"{target.Recipient}\"@{literal}", true),
            new("two at signs", foreign, $"{target.Recipient}@{target.Domain}", true),
            new("bang path", foreign, $"{domain}!{user}", true),
            new("bang path at its domain", foreign, $"{domain}!{user}@{target.Domain}", true),
            new("bang path at its address", foreign, $"{domain}!{user}@{literal}", true),
        ];
    }
}
