namespace FlowSensor.Engine.Abuse.Complaints;

/// <summary>Finds out from words what a complaint is about.</summary>
internal static class CategoryWords
{
    // The first list that has a word in the text decides; the narrow ones come first.
    private static readonly (ComplaintCategory Category, string[] Words)[] Lists =
    [
        (ComplaintCategory.Infringement, ["copyright", "dmca", "infring", "trademark"]),
        (ComplaintCategory.Fraud, ["phish", "fraud", "scam"]),
        (ComplaintCategory.LoginAttack, ["login", "brute", "password", "ssh", "auth_failure", "authentication fail", "fail2ban"]),
        (ComplaintCategory.Flood, ["ddos", "dos attack", "flood", "amplif", "denial"]),
        (ComplaintCategory.Scan, ["scan", "probe", "probing", "recon"]),
        (ComplaintCategory.Infected, ["botnet", "malware", "virus", "infected", "infection", "trojan", "worm", "bot"]),
        (ComplaintCategory.Spam, ["spam", "unsolicited", "junk", "bulk", "abuse"]),
    ];

    /// <summary>The category whose words stand in a text.</summary>
    public static ComplaintCategory Of(string text)
    {
        foreach ((ComplaintCategory category, string[] words) in Lists)
        {
            foreach (string word in words)
            {
                if (text.Contains(word, StringComparison.OrdinalIgnoreCase))
                {
                    return category;
                }
            }
        }

        return ComplaintCategory.Other;
    }
}
