using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Abuse.Complaints.Forms;

/// <summary>
/// X-ARF 0.1 and 0.2: a mail with the field <c>X-XARF</c> (or <c>X-ARF</c>) and a text part of <c>Name: value</c> lines, of which
/// <c>Source</c>, <c>Port</c>, <c>Category</c>, <c>Report-Type</c> and <c>Date</c> are used.
/// </summary>
internal sealed class OlderXarfForm : IComplaintForm
{
    /// <inheritdoc/>
    public Complaint? Read(MessageParts parts, ComplaintRules rules, TimeFinder times)
    {
        if (parts.Message.Headers["X-XARF"] is null && parts.Message.Headers["X-ARF"] is null)
        {
            return null;
        }

        SourceGathering sources = new(rules);
        string category = "";
        foreach (string text in parts.Texts)
        {
            Dictionary<string, string> fields = FieldsOf(text);
            if (fields.TryGetValue("source", out string? source) && IpAddress.TryParse(source, out IpAddress address))
            {
                // 'Port' is the port attacked, unless the report says that it is the source's.
                _ = ushort.TryParse(fields.GetValueOrDefault("source-port"), out ushort port);
                sources.Add(new FoundAddress(address, port), times.First(fields.GetValueOrDefault("date")));
                category = $"{fields.GetValueOrDefault("category")} {fields.GetValueOrDefault("report-type")}";
            }
        }

        return new Complaint
        {
            Kind = ComplaintKind.Xarf02,
            Category = CategoryWords.Of(category),
            Sources = sources.Sources,
            Reason = SourceReasons.Of(sources, "the report names no address as its source"),
        };
    }

    private static Dictionary<string, string> FieldsOf(string text)
    {
        const int MaximumFields = 100;
        Dictionary<string, string> fields = new(StringComparer.OrdinalIgnoreCase);
        foreach (ReadOnlySpan<char> line in text.AsSpan().EnumerateLines())
        {
            int colon = line.IndexOf(':');
            if (colon > 0 && fields.Count < MaximumFields)
            {
                fields.TryAdd(line[..colon].Trim().ToString(), line[(colon + 1)..].Trim(" \t'\"").ToString());
            }
        }

        return fields;
    }
}
