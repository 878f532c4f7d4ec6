using FlowSensor.Engine.Abuse.Delivery;
using FlowSensor.Engine.Contacts;
using MimeKit;

namespace FlowSensor.Engine.Abuse.Reporting;

/// <summary>The mail of a report as it is sent: the ARF mail with the sender's address, the time it was written, and its place in a thread.</summary>
public static class ReportMail
{
    // Earlier reports that a mail names (RFC 5322 3.6.4 wants all; a host that was reported a hundred times needs no hundred lines).
    private const int MostReferences = 10;

    /// <summary>Addresses that a report goes to: the abuse contacts, or else all.</summary>
    public static IReadOnlyList<string> Recipients(AbuseReport report) => ArfWriter.Recipients(report);

    /// <summary>Subject of a report's mail.</summary>
    public static string SubjectOf(AbuseReport report) => ArfWriter.Subject(report);

    /// <summary>Message identifier of a report's mail, without brackets: the same whenever it is written.</summary>
    public static string MessageIdOf(AbuseReport report) => ArfWriter.MessageId(report);

    /// <summary>Why a report should not be sent; null where nothing speaks against it.</summary>
    /// <param name="report">The report.</param>
    /// <param name="isForced">A person answers for it: only what cannot be sent at all is refused.</param>
    public static string? Refusal(AbuseReport report, bool isForced)
    {
        ArgumentNullException.ThrowIfNull(report);
        if (report.Incident.Source.IsNone)
        {
            return "it is about no single host";
        }

        if (Recipients(report).Count == 0)
        {
            return $"nobody is known to be responsible for {report.Incident.Source}; 'flowsensor contact {report.Incident.Source}' shows where was looked";
        }

        if (isForced)
        {
            return null;
        }

        if (report.Contact.Entry?.Policy == NotifyPolicy.Never)
        {
            return $"'{report.Contact.Institution}' wants no reports; --force sends it all the same";
        }

        return report.Incident.IsForged || report.Incident.Handshake is "syn_only" or "one_way"
            ? $"{report.Incident.Source} was never seen to complete a connection, so its address can be forged and its owner may not be the culprit; --force sends it all the same"
            : null;
    }

    /// <summary>Writes the mail.</summary>
    /// <param name="report">The report.</param>
    /// <param name="language">Language of the covering text.</param>
    /// <param name="now">When it is written, Unix milliseconds.</param>
    /// <param name="earlier">Message identifiers of earlier reports of the host to the contact, the oldest first.</param>
    public static DraftMail Write(AbuseReport report, string language, long now, IReadOnlyList<string> earlier)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(earlier);
        using MimeMessage mail = ArfWriter.Compose(report, language);
        mail.Date = DateTimeOffset.FromUnixTimeMilliseconds(now);
        MailEnvelope.Sign(mail, report.Reporter);
        if (earlier.Count > 0)
        {
            mail.InReplyTo = earlier[^1];
            foreach (string id in earlier.TakeLast(MostReferences))
            {
                mail.References.Add(id);
            }
        }

        return new DraftMail(ArfWriter.MessageId(report), MailPurpose.Report, Recipients(report), ArfWriter.Subject(report), MailEnvelope.Octets(mail));
    }
}
