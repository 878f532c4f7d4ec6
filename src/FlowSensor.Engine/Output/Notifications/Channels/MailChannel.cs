using System.Net;
using System.Net.NetworkInformation;
using FlowSensor.Engine.Output.Mail;

namespace FlowSensor.Engine.Output.Notifications.Channels;

/// <summary>Sends a mail; those of one incident belong to one thread.</summary>
internal sealed class MailChannel(NotifyMailOptions options, string sensor, TimeProvider clock) : INoticeChannel
{
    private readonly MailSender _sender = new(options, HostName());

    /// <inheritdoc/>
    public async Task SendAsync(NoticeMessage message, CancellationToken cancellation)
    {
        string opened = message.Single is null ? "" : $"{message.Single.Incident.Id}.opened";
        OutgoingMail mail = new()
        {
            From = options.From,
            To = options.To,
            Subject = $"[{sensor}] {message.Title}",
            Text = message.Body,
            Date = clock.GetUtcNow(),
            Id = message.Id,
            Continues = message.Single is null || message.Id.StartsWith(opened, StringComparison.Ordinal) ? null : opened,
            Headers = message.Single is null ? [] : [new("X-FlowSensor-Incident", message.Single.Incident.Id)],
        };
        try
        {
            await _sender.SendAsync(mail, cancellation).ConfigureAwait(false);
        }
        catch (MailException failure)
        {
            throw new NoticeException(failure.Message, failure.IsPermanent, failure);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Each mail has a connection of its own: nothing stays open.
    }

    // RFC 5321 4.1.3: a client without a full name says its address.
    private static string HostName()
    {
        string name = Dns.GetHostName();
        string domain = IPGlobalProperties.GetIPGlobalProperties().DomainName;
        string full = domain.Length > 0 && !name.Contains('.', StringComparison.Ordinal) ? $"{name}.{domain}" : name;
        return full.Contains('.', StringComparison.Ordinal) && full.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-') ? full : "[127.0.0.1]";
    }
}
