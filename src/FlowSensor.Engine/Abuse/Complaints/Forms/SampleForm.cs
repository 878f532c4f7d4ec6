using MimeKit;

namespace FlowSensor.Engine.Abuse.Complaints.Forms;

/// <summary>A piece of spam handed over as an attached message, wrapped by SpamAssassin or not: its Received chain names the source.</summary>
internal sealed class SampleForm : IComplaintForm
{
    /// <inheritdoc/>
    public Complaint? Read(MessageParts parts, ComplaintRules rules, TimeFinder times)
    {
        if (parts.Originals.Count == 0)
        {
            return null;
        }

        SourceGathering sources = new(rules);
        if (TryFind(parts, rules, out ReceivedHop hop))
        {
            sources.Add(new FoundAddress(hop.Address, 0), TimeOf(hop, times));
        }

        return new Complaint
        {
            Kind = ComplaintKind.SpamSample,
            Category = ComplaintCategory.Spam,
            Sources = sources.Sources,
            TrustedHop = hop.Line ?? "",
            Reason = SourceReasons.Of(sources, "no Received line of the sample can be believed"),
        };
    }

    /// <summary>Finds the source of the first message inside whose chain names one.</summary>
    public static bool TryFind(MessageParts parts, ComplaintRules rules, out ReceivedHop hop)
    {
        hop = default;
        foreach (HeaderList original in parts.Originals)
        {
            string[] received = [.. ReceivedOf(original)];
            if (ReceivedChain.TryFindSource(received, rules, out hop))
            {
                return true;
            }

            // Only a wrapper that was made on the machine itself, as SpamAssassin's, vouches for the message inside it.
            if (received.Length == 0 || hop.Outcome != ReceivedOutcome.Local)
            {
                return false;
            }
        }

        return false;
    }

    /// <summary>The time that the deciding line was written, which stands at its end.</summary>
    public static FoundTime? TimeOf(ReceivedHop hop, TimeFinder times) => times.First(hop.Line);

    private static IEnumerable<string> ReceivedOf(HeaderList headers) =>
        headers.Where(static header => header.Id == HeaderId.Received).Select(static header => header.Value ?? "");
}
