using MimeKit;

namespace FlowSensor.Engine.Abuse.Complaints.Forms;

/// <summary>
/// What arrives in an abuse mailbox but complains about nobody: DMARC aggregate reports (RFC 7489 7.2.1.1), TLS reports (RFC 8460),
/// messages that could not be delivered (RFC 3464), and automatic answers (RFC 3834).
/// </summary>
internal sealed class NoComplaintForm : IComplaintForm
{
    /// <inheritdoc/>
    public Complaint? Read(MessageParts parts, ComplaintRules rules, TimeFinder times)
    {
        string report = parts.Message.Body?.ContentType.Parameters["report-type"]?.ToLowerInvariant() ?? "";
        if (report == "tlsrpt" || parts.MediaTypes.Exists(static type => type.StartsWith("application/tlsrpt", StringComparison.Ordinal)))
        {
            return Of(ComplaintKind.TlsReport, "a report about TLS, not a complaint");
        }

        if (IsAggregate(parts))
        {
            return Of(ComplaintKind.DmarcAggregate, "an aggregate report, not a complaint");
        }

        if (report is "delivery-status" or "disposition-notification" || parts.MediaTypes.Contains("message/delivery-status"))
        {
            return Of(ComplaintKind.Bounce, "a message about delivery, not a complaint");
        }

        string answered = parts.Message.Headers["Auto-Submitted"]?.Trim().ToLowerInvariant() ?? "";
        return answered.StartsWith("auto-replied", StringComparison.Ordinal) || IsBounceSender(parts.Message)
            ? Of(ComplaintKind.AutomaticAnswer, "an automatic answer, not a complaint")
            : null;
    }

    private static Complaint Of(ComplaintKind kind, string reason) => new() { Kind = kind, Reason = reason };

    private static bool IsAggregate(MessageParts parts) =>
        (parts.Message.Subject?.Contains("Report Domain:", StringComparison.OrdinalIgnoreCase) == true
            && parts.Message.Subject.Contains("Submitter:", StringComparison.OrdinalIgnoreCase))
        || parts.FileNames.Exists(static name => name.Count(static letter => letter == '!') >= 3
            && (name.EndsWith(".zip", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)
                || name.EndsWith(".xml", StringComparison.OrdinalIgnoreCase)));

    private static bool IsBounceSender(MimeMessage message)
    {
        string path = message.Headers["Return-Path"]?.Trim() ?? "";
        string from = message.From.ToString();
        return path == "<>" && (from.Contains("mailer-daemon", StringComparison.OrdinalIgnoreCase) || from.Contains("postmaster", StringComparison.OrdinalIgnoreCase));
    }
}
