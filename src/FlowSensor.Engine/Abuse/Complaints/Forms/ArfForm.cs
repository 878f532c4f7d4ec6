using FlowSensor.Protocols.Addressing;
using MimeKit;

namespace FlowSensor.Engine.Abuse.Complaints.Forms;

/// <summary>
/// Feedback reports (RFC 5965) with the fields of RFC 6591 (authentication failures) and RFC 6692 (source port). Without a
/// Source-IP field the Received lines of the message inside decide.
/// </summary>
internal sealed class ArfForm : IComplaintForm
{
    /// <inheritdoc/>
    public Complaint? Read(MessageParts parts, ComplaintRules rules, TimeFinder times)
    {
        if (parts.FeedbackReports.Count == 0)
        {
            return null;
        }

        SourceGathering sources = new(rules);
        ReceivedHop hop = default;
        bool isFailure = false;
        string type = "";
        foreach (HeaderList report in parts.FeedbackReports)
        {
            type = report["Feedback-Type"]?.Trim() ?? type;
            isFailure |= type.StartsWith("auth-failure", StringComparison.OrdinalIgnoreCase);
            FoundTime? time = times.First(report["Arrival-Date"]) ?? times.First(report["Received-Date"]);
            if (TryAddress(report["Source-IP"], out IpAddress address))
            {
                sources.Add(new FoundAddress(address, PortOf(report["Source-Port"])), time);
            }
            else if (SampleForm.TryFind(parts, rules, out hop))
            {
                sources.Add(new FoundAddress(hop.Address, 0), time ?? SampleForm.TimeOf(hop, times));
            }
        }

        return new Complaint
        {
            Kind = isFailure ? ComplaintKind.AuthenticationFailure : ComplaintKind.Arf,
            Category = CategoryOf(type),
            Sources = sources.Sources,
            TrustedHop = hop.Line ?? "",
            Reason = SourceReasons.Of(sources, "the report has no Source-IP, and no Received line that can be believed"),
        };
    }

    private static ComplaintCategory CategoryOf(string type) => type.ToLowerInvariant() switch
    {
        "fraud" => ComplaintCategory.Fraud,
        "virus" => ComplaintCategory.Infected,
        "abuse" or "opt-out" or "opt-out-list" or "not-spam" or "" => ComplaintCategory.Spam,
        _ => CategoryWords.Of(type),
    };

    private static bool TryAddress(string? text, out IpAddress address)
    {
        List<FoundAddress> found = [];
        AddressFinder.Find(text, found);
        address = found.Count > 0 ? found[0].Address : default;
        return found.Count > 0;
    }

    private static int PortOf(string? text) => ushort.TryParse(text?.Trim(), out ushort port) ? port : 0;
}
