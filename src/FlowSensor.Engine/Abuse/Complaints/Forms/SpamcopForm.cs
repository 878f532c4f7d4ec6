using System.Text.RegularExpressions;

namespace FlowSensor.Engine.Abuse.Complaints.Forms;

/// <summary>
/// Reports of SpamCop: the text says <c>Email from ADDRESS / TIME</c> (or Relay, or Open proxy), and the pasted message below it is
/// the spammer's word, so it is not searched.
/// </summary>
internal sealed class SpamcopForm : IComplaintForm
{
    private static readonly Regex About = new(
        @"^(?:>\s*)?(?:Email from|Relay|Open proxy|Message is from|Spamvertised web site hosted at)\s+(?<rest>.{1,200})$",
        RegexOptions.NonBacktracking | RegexOptions.Multiline | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    /// <inheritdoc/>
    public Complaint? Read(MessageParts parts, ComplaintRules rules, TimeFinder times)
    {
        string from = parts.Message.From.ToString();
        if (!from.Contains("spamcop.net", StringComparison.OrdinalIgnoreCase) && parts.Message.Headers["X-SpamCop-sourceip"] is null)
        {
            return null;
        }

        SourceGathering sources = new(rules);
        List<FoundAddress> found = [];
        AddressFinder.Find(parts.Message.Headers["X-SpamCop-sourceip"], found);
        foreach (FoundAddress address in found)
        {
            sources.Add(address, null);
        }

        foreach (Match line in About.Matches(parts.Text))
        {
            sources.AddText(line.Groups["rest"].Value, times, null);
        }

        return new Complaint
        {
            Kind = ComplaintKind.Spamcop,
            Category = ComplaintCategory.Spam,
            Sources = sources.Sources,
            Reason = SourceReasons.Of(sources, "the report names no address as its source"),
        };
    }
}
