using System.Security.Cryptography;
using System.Text;
using FlowSensor.Engine.Abuse.Delivery;
using FlowSensor.Engine.Abuse.Reporting;
using FlowSensor.Engine.Contacts;
using MimeKit;

namespace FlowSensor.Engine.Abuse.Desk;

/// <summary>
/// Writes the mails that a complaint leads to: to whoever is responsible, with the complaint and the evidence attached, or to who
/// complained. Nothing of the complaint is taken into a header but its identifier and its subject.
/// </summary>
/// <param name="options">Who writes.</param>
/// <param name="zone">Zone of local times.</param>
public sealed class ComplaintMail(ReportOptions options, TimeZoneInfo zone)
{
    // A complaint that is larger says what it says in its header and its hosts; nobody wants a gigabyte forwarded.
    private const int LargestAttached = 5 << 20;

    /// <summary>What the identifiers of mails about a message begin with, so that each is written once.</summary>
    public static string Prefix(string identity)
    {
        ArgumentNullException.ThrowIfNull(identity);
        return $"complaint-{identity[..Math.Min(40, identity.Length)]}";
    }

    /// <summary>Why nobody should be answered; null where an answer can be read.</summary>
    public string? RefusalToAnswer(ComplaintOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        string reporter = outcome.Complaint.Reporter;
        return outcome.Complaint.IsAutomatic ? "a machine wrote it, and nobody would read an answer"
            : !Mailbox.IsValid(reporter) ? "it names no mailbox to answer to"
            : reporter.Equals(options.Contact, StringComparison.OrdinalIgnoreCase) || reporter.Equals(options.Mail?.From, StringComparison.OrdinalIgnoreCase) ? "it came from the desk itself"
            : null;
    }

    /// <summary>The answer to who complained: that it is not in our data, and why.</summary>
    public DraftMail Answer(ComplaintOutcome outcome, long now)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        string to = outcome.Complaint.Reporter;
        string text = ComplaintTemplates.Fill("answer", outcome, outcome.Sources, options, zone, ReportTemplates.LanguageOf(options, to));
        using MimeMessage mail = Begin($"Re: {WithoutRe(outcome.Complaint.Subject)}", $"{Prefix(outcome.Identity)}.answer", to, "auto-replied", now);
        if (outcome.Complaint.MessageId.Length > 0)
        {
            mail.InReplyTo = outcome.Complaint.MessageId;
            mail.References.Add(outcome.Complaint.MessageId);
        }

        mail.Body = new TextPart("plain") { Text = text };
        return Draft(mail, MailPurpose.Answer, to);
    }

    /// <summary>The complaint to one contact.</summary>
    /// <param name="outcome">The complaint.</param>
    /// <param name="contact">The contact.</param>
    /// <param name="message">The message, as far as it was read.</param>
    /// <param name="evidence">What our data say of the contact's hosts.</param>
    /// <param name="now">Unix milliseconds.</param>
    public DraftMail Forward(ComplaintOutcome outcome, string contact, Reading.MailboxMessage message, IReadOnlyList<EvidenceFile> evidence, long now)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(evidence);
        SourceOutcome[] hosts = [.. outcome.Sources.Where(source => source.Contact == contact && source.Sighting.Match != ComplaintMatch.Nothing)];
        string text = ComplaintTemplates.Fill("forward", outcome, hosts, options, zone, ReportTemplates.LanguageOf(options, contact));
        string named = string.Join(", ", hosts.Take(3).Select(static host => host.Source.Address.ToString())) + (hosts.Length > 3 ? ", ..." : "");
        string own = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(contact.ToLowerInvariant())).AsSpan(0, 4));
        using MimeMessage mail = Begin($"Complaint about {named}", $"{Prefix(outcome.Identity)}.{own}", contact, "auto-generated", now);
        Multipart parts = new("mixed") { Boundary = $"=_{own}{outcome.Identity[..Math.Min(20, outcome.Identity.Length)]}" };
        parts.Add(new TextPart("plain") { Text = text });
        foreach (EvidenceFile file in evidence)
        {
            parts.Add(Attachment(file.Type, file.Name, file.Content));
        }

        // As octets: whatever a mail program makes of a hostile message, ours does not take part in it.
        ReadOnlyMemory<byte> original = message.Mail[..Math.Min(message.Mail.Length, LargestAttached)];
        parts.Add(Attachment("application/octet-stream", message.IsCut || original.Length < message.Mail.Length ? "complaint-cut.eml" : "complaint.eml", original.ToArray()));
        mail.Body = parts;
        return Draft(mail, MailPurpose.Forward, contact);
    }

    private MimeMessage Begin(string subject, string id, string to, string submitted, long now)
    {
        MimeMessage mail = new()
        {
            Subject = subject,
            Date = DateTimeOffset.FromUnixTimeMilliseconds(now),
            MessageId = $"{id}@{options.StatedDomain}",
        };
        MailEnvelope.Sign(mail, options);
        mail.To.Add(new MailboxAddress("", to));
        mail.Headers.Add("Auto-Submitted", submitted);
        return mail;
    }

    private static MimePart Attachment(string type, string name, byte[] content) => new(type)
    {
        Content = new MimeContent(new MemoryStream(content)),
        ContentTransferEncoding = ContentEncoding.Base64,
        ContentDisposition = new ContentDisposition(ContentDisposition.Attachment) { FileName = name },
    };

    private static DraftMail Draft(MimeMessage mail, MailPurpose purpose, string to) => new(mail.MessageId!, purpose, [to], mail.Subject!, MailEnvelope.Octets(mail));

    private static string WithoutRe(string subject) => subject.StartsWith("Re:", StringComparison.OrdinalIgnoreCase) ? subject[3..].TrimStart() : subject;
}
