using FlowSensor.Engine.Output.Mail;
using MimeKit;

namespace FlowSensor.Engine.Output.Notifications.Channels;

/// <summary>Sends a mail; those of one incident belong to one thread.</summary>
internal sealed class MailChannel(NotifyMailOptions options, string sensor, TimeProvider clock) : INoticeChannel
{
    private readonly MailSender _sender = new(options, ClientName.OfMachine());

    /// <inheritdoc/>
    public async Task SendAsync(NoticeMessage message, CancellationToken cancellation)
    {
        using MimeMessage mail = Compose(message);
        try
        {
            await _sender.SendAsync(mail, options.From, options.To, cancellation).ConfigureAwait(false);
        }
        catch (MailException failure)
        {
            throw new NoticeException(failure.Message, failure.IsPermanent, failure);
        }
    }

    /// <summary>The mail of a message.</summary>
    internal MimeMessage Compose(NoticeMessage message)
    {
        string domain = options.From[(options.From.LastIndexOf('@') + 1)..];
        MimeMessage mail = new()
        {
            Subject = $"[{sensor}] {OneLine(message.Title)}",
            Date = clock.GetUtcNow(),
            MessageId = $"{message.Id}@{domain}",
            Body = new TextPart("plain") { Text = message.Body },
        };
        mail.From.Add(new MailboxAddress("", options.From));
        mail.To.AddRange(options.To.Select(static to => new MailboxAddress("", to)));

        // RFC 3834: nobody's holiday notice should answer a machine.
        mail.Headers.Add("Auto-Submitted", "auto-generated");
        if (message.Single is Notice single)
        {
            mail.Headers.Add("X-FlowSensor-Incident", single.Incident.Id);
            string opened = $"{single.Incident.Id}.opened";
            if (!message.Id.StartsWith(opened, StringComparison.Ordinal))
            {
                mail.InReplyTo = $"{opened}@{domain}";
                mail.References.Add(mail.InReplyTo);
            }
        }

        return mail;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Each mail has a connection of its own: nothing stays open.
    }

    // What comes from the wire must not begin a header of its own.
    private static string OneLine(string text) => new([.. text.Select(static letter => char.IsControl(letter) ? ' ' : letter)]);
}
