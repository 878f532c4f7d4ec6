using System.Globalization;
using System.Text;
using MimeKit;
using MimeKit.Utils;

namespace FlowSensor.Engine.Abuse.Reporting;

/// <summary>
/// Writes a report as a mail (RFC 5965): the covering text, a feedback report with the fields of RFC 6591 and RFC 6692 where they apply, and
/// the XARF document. Without an address to write to it is a draft.
/// </summary>
public static class ArfWriter
{
    /// <summary>Type of the feedback report; XARF's own, which carries what the standard types cannot.</summary>
    private const string FeedbackType = "xarf";

    /// <summary>The mail, lines ended by CR LF.</summary>
    /// <param name="report">The report.</param>
    /// <param name="language">Language of the covering text.</param>
    public static byte[] Write(AbuseReport report, string language)
    {
        using MimeMessage message = Compose(report, language);
        using MemoryStream output = new();
        FormatOptions format = FormatOptions.Default.Clone();
        format.NewLineFormat = NewLineFormat.Dos;
        message.WriteTo(format, output);
        return output.ToArray();
    }

    /// <summary>The mail.</summary>
    internal static MimeMessage Compose(AbuseReport report, string language)
    {
        ArgumentNullException.ThrowIfNull(report);
        MimeMessage message = new()
        {
            Subject = Subject(report),
            Date = report.Last.ToUniversalTime(),
            MessageId = MessageId(report),
        };
        message.From.Add(new MailboxAddress(report.Reporter.Organization, report.Reporter.Contact));
        foreach (string mail in Recipients(report))
        {
            message.To.Add(MailboxAddress.Parse(mail));
        }

        // Nobody's vacation program is to answer, and the same report has the same mail.
        message.Headers.Add("Auto-Submitted", "auto-generated");
        message.Headers.Add("X-XARF", "PLAIN");
        Multipart parts = new("report") { Boundary = $"=_{report.ReportId:N}" };
        parts.ContentType.Parameters.Add("report-type", "feedback-report");
        parts.Add(new TextPart("plain") { Text = ReportTemplates.Fill(report, language) });
        parts.Add(Feedback(report));
        parts.Add(Document(report));
        message.Body = parts;
        return message;
    }

    /// <summary>Subject of the mail.</summary>
    internal static string Subject(AbuseReport report) => $"[{report.Incident.Id}] {report.Incident.Kind} from {report.Incident.Source}";

    /// <summary>Message identifier of the mail, without brackets.</summary>
    internal static string MessageId(AbuseReport report) => $"{report.ReportId:N}@{report.Reporter.StatedDomain}";

    /// <summary>Addresses that the report goes to: the abuse contacts, or else all.</summary>
    internal static IReadOnlyList<string> Recipients(AbuseReport report)
    {
        string[] abuse = [.. report.Contact.Contacts.Where(static contact => contact.Role == Contacts.ContactRole.Abuse).Select(static contact => contact.Mail)];
        return [.. (abuse.Length > 0 ? abuse : report.Contact.Contacts.Select(static contact => contact.Mail)).Where(static mail => Contacts.Mailbox.IsValid(mail)).Distinct()];
    }

    private static MimePart Feedback(AbuseReport report)
    {
        StringBuilder fields = new();
        void Add(string name, string value) => fields.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");

        Add("Feedback-Type", FeedbackType);
        Add("User-Agent", "FlowSensor/1.0");
        Add("Version", "1");
        Add("Source-IP", report.Incident.Source.ToString());
        if (report.SourcePort > 0)
        {
            Add("Source-Port", report.SourcePort.ToString(CultureInfo.InvariantCulture));
        }

        Add("Arrival-Date", DateUtils.FormatDate(report.Incident.Opened.ToUniversalTime()));
        Add("Incidents", Math.Max(1, report.Incident.Flows).ToString(CultureInfo.InvariantCulture));
        Add("Reporting-MTA", $"dns; {report.Reporter.StatedDomain}");
        if (report.MailFrom is not null)
        {
            Add("Original-Mail-From", report.MailFrom);
        }

        return new MimePart("message", "feedback-report")
        {
            Content = new MimeContent(new MemoryStream(Encoding.ASCII.GetBytes(fields.ToString()))),
            ContentTransferEncoding = ContentEncoding.SevenBit,
        };
    }

    private static MimePart Document(AbuseReport report)
    {
        MimePart part = new("application", "json")
        {
            Content = new MimeContent(new MemoryStream(XarfWriter.Write(report))),
            ContentTransferEncoding = ContentEncoding.Base64,
            ContentDisposition = new ContentDisposition(ContentDisposition.Attachment) { FileName = "xarf.json" },
        };
        part.ContentType.Name = "xarf.json";
        part.ContentType.Charset = "utf-8";
        return part;
    }
}
