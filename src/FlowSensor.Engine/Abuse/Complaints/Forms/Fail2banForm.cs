namespace FlowSensor.Engine.Abuse.Complaints.Forms;

/// <summary>Mails of fail2ban: <c>[Fail2Ban] sshd: banned 192.0.2.1 from host</c> and, below, the log lines that led to it.</summary>
internal sealed class Fail2banForm : IComplaintForm
{
    /// <inheritdoc/>
    public Complaint? Read(MessageParts parts, ComplaintRules rules, TimeFinder times)
    {
        string subject = parts.Message.Subject ?? "";
        if (!subject.Contains("fail2ban", StringComparison.OrdinalIgnoreCase) && !parts.Text.Contains("by Fail2Ban", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        // The subject names the host that was banned; the lines tell when. Where it names none, the lines do.
        List<FoundAddress> banned = [];
        AddressFinder.Find(subject, banned);
        SourceGathering lines = new(rules);
        lines.AddText(parts.Text, times, null);
        ComplaintSource[] sources = [.. lines.Sources.Where(source => banned.Count == 0 || banned.Exists(found => found.Address == source.Address))];
        if (sources.Length == 0)
        {
            lines.AddText(subject, times, null);
            sources = [.. lines.Sources.Where(source => banned.Exists(found => found.Address == source.Address))];
        }

        return new Complaint
        {
            Kind = ComplaintKind.Fail2ban,
            Category = ComplaintCategory.LoginAttack,
            Sources = sources,
            Reason = sources.Length > 0 ? "" : SourceReasons.Of(lines, "the mail names no address"),
        };
    }
}
