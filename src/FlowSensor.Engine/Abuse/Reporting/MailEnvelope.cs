using MimeKit;

namespace FlowSensor.Engine.Abuse.Reporting;

/// <summary>What all mails of the desk have in common.</summary>
internal static class MailEnvelope
{
    /// <summary>Sets whom the mail is from and whom an answer goes to.</summary>
    public static void Sign(MimeMessage mail, ReportOptions reporter)
    {
        string from = reporter.Mail?.From is { Length: > 0 } sender ? sender : reporter.Contact;
        mail.From.Clear();
        mail.From.Add(new MailboxAddress(reporter.Organization, from));
        if (!from.Equals(reporter.Contact, StringComparison.OrdinalIgnoreCase))
        {
            mail.ReplyTo.Add(new MailboxAddress(reporter.Organization, reporter.Contact));
        }
    }

    /// <summary>The octets of a mail: lines end with CR LF and are ASCII, so that every server takes them as they are.</summary>
    public static byte[] Octets(MimeMessage mail)
    {
        using MemoryStream output = new();
        FormatOptions format = FormatOptions.Default.Clone();
        format.NewLineFormat = NewLineFormat.Dos;
        mail.Prepare(EncodingConstraint.SevenBit);
        mail.WriteTo(format, output);
        return output.ToArray();
    }
}
