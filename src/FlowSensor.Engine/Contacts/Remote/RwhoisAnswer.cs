namespace FlowSensor.Engine.Contacts.Remote;

/// <summary>
/// An RWhois server's answer, line by line (RFC 2167 3.1.6): object lines <c>class:attribute[;type]:value</c>, then %referral
/// lines, ended by %ok or %error.
/// </summary>
/// <param name="collector">Takes the attributes.</param>
internal sealed class RwhoisAnswer(ContactCollector collector)
{
    private const int MaximumReferences = 4;
    private const int RegisteredPort = 4_321;

    private readonly List<string> _references = [];

    /// <summary>Ids of contact objects that the network object names, the first of them.</summary>
    internal IReadOnlyList<string> References => _references;

    /// <summary>Where the server sends who asks; null for nowhere.</summary>
    internal (string Host, int Port)? Referral { get; private set; }

    /// <summary>Takes a line; false for the one that ends the answer.</summary>
    internal bool Take(string line)
    {
        const string ReferralMark = "%referral ";
        if (line.StartsWith("%ok", StringComparison.OrdinalIgnoreCase) || line.StartsWith("%error", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        if (line.StartsWith(ReferralMark, StringComparison.OrdinalIgnoreCase))
        {
            Referral ??= ParseReferral(line[ReferralMark.Length..]);
            return true;
        }

        string[] parts = line.Split(':', 3);
        if (parts.Length < 3)
        {
            return true;
        }

        bool isReference = parts[1].EndsWith(";I", StringComparison.OrdinalIgnoreCase);
        if (!isReference || !parts[1].Contains("contact", StringComparison.OrdinalIgnoreCase) || !IsToken(parts[2]))
        {
            collector.Take(parts[1], parts[2].Trim());
        }
        else if (_references.Count < MaximumReferences)
        {
            _references.Add(parts[2].Trim());
        }

        return true;
    }

    private static bool IsToken(string text) => text.Trim() is { Length: > 0 and < 128 } id && !id.Contains('"', StringComparison.Ordinal);

    // RFC 2167 3.3.7: rwhois://host:port/auth-area=area
    private static (string, int)? ParseReferral(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) && uri.Scheme == "rwhois" && uri.Host.Length > 0
            ? (uri.Host.Trim('[', ']'), uri.Port > 0 ? uri.Port : RegisteredPort)
            : null;
}
