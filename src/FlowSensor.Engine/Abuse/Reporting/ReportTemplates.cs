using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;

namespace FlowSensor.Engine.Abuse.Reporting;

/// <summary>
/// Covering texts by language. A template is text with places in braces, such as <c>{source}</c>; what a place is filled with is never
/// looked at again, so that nothing in a report can bring in another.
/// </summary>
public static class ReportTemplates
{
    /// <summary>The language that every text falls back to.</summary>
    public const string DefaultLanguage = "en";

    private const string Folder = ".Abuse.Reporting.Templates.";
    private static readonly Regex Place = new(@"\{([a-z_]+)\}", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    /// <summary>The language for a contact: set for its address, for its domain, or the general one.</summary>
    public static string LanguageOf(ReportOptions options, string mail)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(mail);
        string domain = mail[(mail.LastIndexOf('@') + 1)..];
        return options.Languages.TryGetValue(mail, out string? language) || options.Languages.TryGetValue(domain, out language) ? language : options.Language;
    }

    /// <summary>The language for the contact of a report: what is set for it, what its institution wants, or the general one.</summary>
    public static string LanguageOf(AbuseReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        string mail = report.Contact.Contacts.Select(static contact => contact.Mail).FirstOrDefault() ?? "";
        string set = LanguageOf(report.Reporter, mail);
        return set == report.Reporter.Language && report.Contact.Entry is { Language.Length: > 0 } entry ? entry.Language : set;
    }

    /// <summary>Fills the template of a language.</summary>
    /// <param name="report">The report.</param>
    /// <param name="language">Language; one that there is no template of falls back to English.</param>
    public static string Fill(AbuseReport report, string language)
    {
        ArgumentNullException.ThrowIfNull(report);
        return Fill(report.Reporter, language, DefaultLanguage, place => ValueOf(report, place));
    }

    /// <summary>Fills a template by its name.</summary>
    /// <param name="options">Where own templates are.</param>
    /// <param name="name">The template.</param>
    /// <param name="otherwise">The shipped one that is taken where there is none of that name.</param>
    /// <param name="valueOf">What a place is filled with; null for none.</param>
    internal static string Fill(ReportOptions options, string name, string otherwise, Func<string, string?> valueOf)
    {
        string template = Own(options, name) ?? Shipped(name) ?? Shipped(otherwise)!;
        return Place.Replace(template, match => valueOf(match.Groups[1].Value) ?? match.Value);
    }

    private static string? ValueOf(AbuseReport report, string place) => place switch
    {
        "organization" => report.Reporter.Organization,
        "contact" => report.Reporter.Contact,
        "sensor" => report.Sensor,
        "report_id" => report.ReportId.ToString(),
        "incident" => report.Incident.Id,
        "source" => report.Incident.Source.ToString(),
        "source_port" => report.SourcePort > 0 ? report.SourcePort.ToString(CultureInfo.InvariantCulture) : "-",
        "name" => report.Incident.Name.Length > 0 ? report.Incident.Name : "-",
        "lists" => report.Incident.Lists.Length > 0 ? report.Incident.Lists : "-",
        "kind" => report.Incident.Kind,
        "what" => ReportWords.What(report.Incident),
        "first_utc" => ReportTime.Utc(report.Incident.Opened),
        "last_utc" => ReportTime.Utc(report.Last),
        "first_local" => ReportTime.Local(report.Incident.Opened, report.Zone),
        "last_local" => ReportTime.Local(report.Last, report.Zone),
        "severity" => report.Incident.Peak.ToString(CultureInfo.InvariantCulture),
        "counts" => ReportWords.Counts(report.Incident),
        "reasons" => string.Join('\n', report.Incident.Contributions.Select(static part => string.Create(CultureInfo.InvariantCulture, $"  {part.Points,4:+0;-0;0}  {part.Words}"))),
        "handshake" => ReportWords.Handshake(report.Incident),
        "sampling" => ReportWords.Sampling(report),
        "loss" => ReportWords.Loss(report),
        "clock" => ReportWords.Clock(report),
        "next_hop" => report.Incident.NextHop.IsNone ? "-" : report.Incident.NextHop.ToString(),
        "institution" => report.Contact.Institution.Length > 0 ? report.Contact.Institution : "-",
        "responsible" => string.Join(", ", report.Contact.Contacts.Select(static contact => contact.Mail).Where(static mail => mail.Length > 0)) is { Length: > 0 } mails ? mails : "-",
        "how_found" => string.Join('\n', ReportWords.ContactSteps(report.Contact).Select(static step => $"  {step}")),
        "rows" => Rows(report),
        _ => null,
    };

    private static string Rows(AbuseReport report)
    {
        StringBuilder rows = new();
        foreach (ReportedFlow flow in report.Flows.Take(report.Reporter.Rows))
        {
            rows.Append(CultureInfo.InvariantCulture, $"  {ReportTime.Utc(flow.Last)}  {flow.Source} {flow.SourcePort} -> {flow.Destination} {flow.DestinationPort}  protocol {flow.Protocol}, {flow.Packets} packets, {flow.Octets} octets\n");
        }

        if (report.Flows.Count > report.Reporter.Rows)
        {
            rows.Append(CultureInfo.InvariantCulture, $"  ... and {report.Flows.Count - report.Reporter.Rows} more\n");
        }

        return rows.Length == 0 ? "  -" : rows.ToString().TrimEnd();
    }

    private static string? Own(ReportOptions options, string language)
    {
        string path = Path.Combine(options.Templates, $"{Path.GetFileName(language)}.txt");
        return options.Templates.Length > 0 && File.Exists(path) ? File.ReadAllText(path) : null;
    }

    private static string? Shipped(string language)
    {
        Assembly assembly = typeof(ReportTemplates).Assembly;
        string? resource = Array.Find(assembly.GetManifestResourceNames(), name => name.EndsWith($"{Folder}{language}.txt", StringComparison.OrdinalIgnoreCase));
        if (resource is null)
        {
            return null;
        }

        using StreamReader reader = new(assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }
}
