using FlowSensor.Engine.Abuse.Complaints.Forms;
using FlowSensor.Engine.Abuse.Reading;
using MimeKit;

namespace FlowSensor.Engine.Abuse.Complaints;

/// <summary>
/// Reads complaints: tries one form after the other, machine-readable ones first. Everything in a message is the word of a
/// stranger: it is bounded and read, never executed, fetched or rendered.
/// </summary>
/// <param name="rules">Whom a complaint can be about, and whose lines are believed.</param>
public sealed class ComplaintReader(ComplaintRules rules)
{
    private const int LongestSubject = 200;
    private const int MaximumDepth = 64;
    private static readonly long Earliest = new DateTimeOffset(1990, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

    private static readonly IComplaintForm[] Forms =
    [
        new XarfForm(), new OlderXarfForm(), new ArfForm(), new SpamcopForm(), new NoComplaintForm(), new Fail2banForm(), new TableForm(),
        new SampleForm(), new PlainForm(),
    ];

    private static readonly ParserOptions Parsing = new() { MaxMimeDepth = MaximumDepth };

    /// <summary>Reads one message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="now">When it is read, Unix milliseconds: no time in it is later.</param>
    public Complaint Read(MailboxMessage message, long now)
    {
        ArgumentNullException.ThrowIfNull(message);
        MimeMessage mail;
        try
        {
            using MemoryStream content = new(message.Mail.ToArray(), writable: false);
            mail = new MimeParser(Parsing, content, MimeFormat.Entity).ParseMessage();
        }
        catch (FormatException failure)
        {
            return new Complaint { Kind = ComplaintKind.Unreadable, Reason = $"no message: {failure.Message.TrimEnd('.').ToLowerInvariant()}" };
        }

        using (mail)
        {
            return Read(mail, message.IsCut, now);
        }
    }

    private Complaint Read(MimeMessage mail, bool isCut, long now)
    {
        long? date = mail.Date.ToUnixTimeMilliseconds() is long written && written >= Earliest && written <= now + 86_400_000 ? written : null;
        TimeFinder times = new(rules.Zone, date ?? now);
        MessageParts parts = new(mail);
        Complaint read = Forms.Select(form => form.Read(parts, rules, times)).First(static complaint => complaint is not null)!;
        string cut = isCut || parts.IsCut ? "the message is larger than what is read of it" : "";
        return read with
        {
            Reporter = ReporterOf(mail),
            Subject = OneLine(mail.Subject),
            MessageId = OneLine(mail.MessageId),
            Answers = MessageThread.Answered(parts),
            IsUndelivered = parts.IsUndelivered,
            IsAutomatic = MessageThread.IsAutomatic(mail),
            Date = date,
            Reason = read.Reason.Length > 0 && cut.Length > 0 ? $"{read.Reason}; {cut}" : read.Reason + cut,
        };
    }

    private static string ReporterOf(MimeMessage mail)
    {
        MailboxAddress? address = mail.ReplyTo.Mailboxes.FirstOrDefault() ?? mail.From.Mailboxes.FirstOrDefault();
        return OneLine(address?.Address);
    }

    private static string OneLine(string? text)
    {
        string line = new([.. (text ?? "").Take(LongestSubject).Select(static letter => char.IsControl(letter) ? ' ' : letter)]);
        return line.Trim();
    }
}
