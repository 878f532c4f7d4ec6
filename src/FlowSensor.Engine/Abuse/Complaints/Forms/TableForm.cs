namespace FlowSensor.Engine.Abuse.Complaints.Forms;

/// <summary>Attached tables of comma separated values, as CERTs send: a row names a host and when it was seen.</summary>
internal sealed class TableForm : IComplaintForm
{
    /// <inheritdoc/>
    public Complaint? Read(MessageParts parts, ComplaintRules rules, TimeFinder times)
    {
        if (parts.Tables.Count == 0)
        {
            return null;
        }

        SourceGathering sources = new(rules);
        foreach (string table in parts.Tables)
        {
            sources.AddText(table, times, null);
        }

        return new Complaint
        {
            Kind = ComplaintKind.Table,
            Category = CategoryWords.Of($"{parts.Message.Subject} {parts.Text}"),
            Sources = sources.Sources,
            Reason = SourceReasons.Of(sources, "the table names no address"),
        };
    }
}
