using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace FlowSensor.Engine.Output.Mail;

/// <summary>Writes mails as RFC 5322 and MIME (RFC 2045 to 2047) want them: ASCII, CR LF, short lines, nothing that a value could break out of.</summary>
public static class MailWriter
{
    private const int LineLength = 76;

    /// <summary>The octets of a mail.</summary>
    public static byte[] Write(OutgoingMail mail)
    {
        ArgumentNullException.ThrowIfNull(mail);
        StringBuilder text = new();
        string domain = mail.From[(mail.From.LastIndexOf('@') + 1)..];
        Header(text, "Date", mail.Date.ToString("ddd, dd MMM yyyy HH:mm:ss ", CultureInfo.InvariantCulture) + mail.Date.ToString("zzz", CultureInfo.InvariantCulture).Replace(":", "", StringComparison.Ordinal));
        Header(text, "From", $"<{mail.From}>");
        Header(text, "To", string.Join(",\r\n ", mail.To.Select(static to => $"<{to}>")));
        Header(text, "Subject", Encode(mail.Subject));
        Header(text, "Message-ID", $"<{mail.Id}@{domain}>");
        if (mail.Continues is string earlier)
        {
            Header(text, "In-Reply-To", $"<{earlier}@{domain}>");
            Header(text, "References", $"<{earlier}@{domain}>");
        }

        // RFC 3834: nobody's holiday notice should answer a machine.
        Header(text, "Auto-Submitted", "auto-generated");
        foreach ((string name, string value) in mail.Headers)
        {
            Header(text, name, Clean(value));
        }

        Header(text, "MIME-Version", "1.0");
        if (mail.Parts.Count == 0)
        {
            TextPart(text, mail.Text);
        }
        else
        {
            Multipart(text, mail);
        }

        return Encoding.ASCII.GetBytes(text.ToString());
    }

    private static void Multipart(StringBuilder text, OutgoingMail mail)
    {
        string boundary = "=_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(mail.Id + mail.Text)).AsSpan(0, 12));
        Header(text, "Content-Type", $"{mail.Container};\r\n boundary=\"{boundary}\"");
        text.Append("\r\n--").Append(boundary).Append("\r\n");
        TextPart(text, mail.Text);
        foreach (MailPart part in mail.Parts)
        {
            text.Append("\r\n--").Append(boundary).Append("\r\n");
            string name = part.Name is null ? "" : $";\r\n name=\"{FileName(part.Name)}\"";
            Header(text, "Content-Type", part.Type + name);
            if (part.Name is not null)
            {
                Header(text, "Content-Disposition", $"attachment;\r\n filename=\"{FileName(part.Name)}\"");
            }

            if (part.IsText)
            {
                text.Append("\r\n").Append(Encoding.ASCII.GetString(part.Content.Span).ReplaceLineEndings("\r\n"));
            }
            else
            {
                Base64(text, part.Content.Span);
            }
        }

        text.Append("\r\n--").Append(boundary).Append("--\r\n");
    }

    private static void TextPart(StringBuilder text, string content)
    {
        string lines = content.ReplaceLineEndings("\r\n");
        Header(text, "Content-Type", "text/plain; charset=utf-8");
        if (Ascii.IsValid(lines) && lines.Split("\r\n").All(static line => line.Length <= 998))
        {
            Header(text, "Content-Transfer-Encoding", "7bit");
            text.Append("\r\n").Append(lines).Append(lines.EndsWith("\r\n", StringComparison.Ordinal) ? "" : "\r\n");
        }
        else
        {
            Base64(text, Encoding.UTF8.GetBytes(lines));
        }
    }

    private static void Base64(StringBuilder text, ReadOnlySpan<byte> content)
    {
        Header(text, "Content-Transfer-Encoding", "base64");
        text.Append("\r\n").Append(Convert.ToBase64String(content, Base64FormattingOptions.InsertLineBreaks)).Append("\r\n");
    }

    private static void Header(StringBuilder text, string name, string value) => text.Append(name).Append(": ").Append(value).Append("\r\n");

    // RFC 2047: words in base64 of at most 75 characters, cut between characters.
    private static string Encode(string value)
    {
        value = Clean(value);
        if (Ascii.IsValid(value) && value.Length <= LineLength)
        {
            return value;
        }

        if (Ascii.IsValid(value))
        {
            return Fold(value);
        }

        List<string> words = [];
        StringBuilder word = new();
        int octets = 0;
        foreach (Rune rune in value.EnumerateRunes())
        {
            if (octets + rune.Utf8SequenceLength > 42)
            {
                words.Add(word.ToString());
                word.Clear();
                octets = 0;
            }

            word.Append(rune);
            octets += rune.Utf8SequenceLength;
        }

        words.Add(word.ToString());
        return string.Join("\r\n ", words.Select(static part => $"=?utf-8?B?{Convert.ToBase64String(Encoding.UTF8.GetBytes(part))}?="));
    }

    private static string Fold(string value)
    {
        StringBuilder folded = new();
        int length = 0;
        foreach (string word in value.Split(' '))
        {
            if (length > 0 && length + word.Length > LineLength)
            {
                folded.Append("\r\n ");
                length = 1;
            }
            else if (length > 0)
            {
                folded.Append(' ');
            }

            folded.Append(word);
            length += word.Length + 1;
        }

        return folded.ToString();
    }

    // What comes from the wire must not begin a header of its own.
    private static string Clean(string value) => string.Create(value.Length, value, static (cleaned, from) =>
    {
        for (int i = 0; i < cleaned.Length; i++)
        {
            cleaned[i] = char.IsControl(from[i]) ? ' ' : from[i];
        }
    });

    private static string FileName(string name) =>
        new([.. name.Where(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_')]);
}
