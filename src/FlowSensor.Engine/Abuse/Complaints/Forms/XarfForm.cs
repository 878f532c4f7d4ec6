using System.Text.Json;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Abuse.Complaints.Forms;

/// <summary>
/// XARF in JSON: version 4 (<c>source_identifier</c>, <c>source_port</c>, <c>category</c>, <c>type</c>, <c>timestamp</c>, <c>first_seen</c>,
/// <c>last_seen</c>) and version 3 (<c>Report.Source</c>, <c>Report.ReportType</c>, <c>Report.Date</c>). Fields that are missing or of another
/// kind are passed over: what a report does say is used.
/// </summary>
internal sealed class XarfForm : IComplaintForm
{
    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = 32 };

    /// <inheritdoc/>
    public Complaint? Read(MessageParts parts, ComplaintRules rules, TimeFinder times)
    {
        foreach (byte[] json in parts.Json)
        {
            if (Read(json, rules, times) is Complaint complaint)
            {
                return complaint;
            }
        }

        return null;
    }

    /// <summary>Reads one document; null when it is no XARF.</summary>
    public static Complaint? Read(ReadOnlyMemory<byte> json, ComplaintRules rules, TimeFinder times)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, Lenient);
            JsonElement root = document.RootElement;
            return root.ValueKind != JsonValueKind.Object ? null
                : root.TryGetProperty("xarf_version", out _) || root.TryGetProperty("source_identifier", out _) ? ReadFourth(root, rules, times)
                : Child(root, "Report") is { ValueKind: JsonValueKind.Object } report ? ReadThird(report, rules, times)
                : null;
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a string that is no text, a lone surrogate or octets that are not UTF-8.
            return null;
        }
    }

    private static Complaint ReadFourth(JsonElement root, ComplaintRules rules, TimeFinder times)
    {
        FoundTime? stamp = times.First(Text(root, "timestamp"));
        FoundTime? first = times.First(Text(root, "first_seen")) ?? stamp;
        FoundTime? last = times.First(Text(root, "last_seen")) ?? stamp;
        return Make(
            ComplaintKind.Xarf4, $"{Text(root, "category")} {Text(root, "type")}", Text(root, "source_identifier"), Number(root, "source_port"), first, last, rules);
    }

    private static Complaint ReadThird(JsonElement report, ComplaintRules rules, TimeFinder times)
    {
        JsonElement? source = Child(report, "Source");
        string? address = Text(report, "SourceIp") ?? (source is JsonElement inside ? Text(inside, "IP") ?? Text(inside, "Ip") : null);
        int port = source is JsonElement with ? Number(with, "Port") : Number(report, "SourcePort");
        FoundTime? stamp = times.First(Text(report, "Date"));
        return Make(ComplaintKind.Xarf3, $"{Text(report, "ReportClass")} {Text(report, "ReportType")}", address, port, stamp, stamp, rules);
    }

    private static Complaint Make(ComplaintKind kind, string words, string? address, int port, FoundTime? first, FoundTime? last, ComplaintRules rules)
    {
        SourceGathering sources = new(rules);
        if (IpAddress.TryParse(address, out IpAddress source))
        {
            FoundAddress found = new(source, port is > 0 and <= ushort.MaxValue ? port : 0);
            sources.Add(found, first);
            if (last != first)
            {
                sources.Add(found, last);
            }
        }

        return new Complaint
        {
            Kind = kind,
            Category = CategoryWords.Of(words),
            Sources = sources.Sources,
            Reason = SourceReasons.Of(sources, "the report names no address as its source"),
        };
    }

    private static JsonElement? Child(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out JsonElement child) ? child : null;

    private static string? Text(JsonElement parent, string name) =>
        Child(parent, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static int Number(JsonElement parent, string name) =>
        Child(parent, name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out int value) ? value : 0;
}
