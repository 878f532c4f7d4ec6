using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace FlowSensor.Engine.Output.Mail;

/// <summary>Hands mails to a server (RFC 5321), a connection each: STARTTLS (RFC 3207), a password within TLS only.</summary>
/// <param name="options">The server.</param>
/// <param name="clientName">What the sensor calls itself in EHLO; null for its address.</param>
public sealed class MailSender(MailServerOptions options, string? clientName)
{
    private readonly ServerTrust? _trust = options.CertificateAuthorities.Length == 0 ? null : new ServerTrust(options.CertificateAuthorities);

    /// <summary>Sends one mail to all its recipients.</summary>
    /// <param name="mail">The mail.</param>
    /// <param name="from">Sender of the envelope; empty for none (RFC 5321 4.5.5).</param>
    /// <param name="to">Recipients of the envelope.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="MailException">The server did not take it, or it cannot be known whether it did.</exception>
    public async Task SendAsync(MimeMessage mail, string from, IReadOnlyList<string> to, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(mail);
        TransferMark content = new();
        bool isConnected = false;
        try
        {
            using SmtpClient client = new() { Timeout = (int)options.Timeout.TotalMilliseconds, CheckCertificateRevocation = false, LocalDomain = clientName };
            if (_trust is not null)
            {
                client.ServerCertificateValidationCallback = _trust.IsTrusted;
            }

            await ConnectAsync(client, cancellation).ConfigureAwait(false);
            isConnected = true;
            await client.SendAsync(FormatOptions.Default, mail, Envelope(from), to.Select(Envelope), cancellation, content).ConfigureAwait(false);
            content.IsTaken = true;
            await LeaveAsync(client, cancellation).ConfigureAwait(false);
        }
        catch (SmtpCommandException failure)
        {
            throw new MailException(
                $"The mail server {options.Server} answered '{(int)failure.StatusCode} {Shorten(failure.Message)}'{Whom(failure)}", isPermanent: (int)failure.StatusCode >= 500, failure)
            {
                IsServerAway = !isConnected,
            };
        }
        catch (AuthenticationException failure)
        {
            throw new MailException($"The mail server {options.Server} does not take the user and password: {Shorten(failure.Message)}", isPermanent: false, failure) { IsServerAway = true };
        }
        catch (NotSupportedException failure)
        {
            throw new MailException($"The mail server {options.Server} cannot do what is wanted: {Shorten(failure.Message)}", isPermanent: isConnected, failure) { IsServerAway = !isConnected };
        }
        catch (Exception failure) when (failure is SocketException or IOException or SslHandshakeException or ProtocolException or TimeoutException or ServiceNotConnectedException)
        {
            throw new MailException($"The mail server {options.Server} cannot be used: {Shorten(failure.Message)}", isPermanent: false, failure)
            {
                IsUncertain = content.HasBegun,
                IsServerAway = true,
            };
        }
        catch (OperationCanceledException failure) when (content.HasBegun || !cancellation.IsCancellationRequested)
        {
            throw new MailException($"The mail server {options.Server} did not answer within {options.Timeout.TotalSeconds:0} s.", isPermanent: false, failure)
            {
                IsUncertain = content.HasBegun,
                IsServerAway = true,
            };
        }
    }

    private async Task ConnectAsync(SmtpClient client, CancellationToken cancellation)
    {
        options.TryGetServer(out string host, out int port);
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(options.Timeout);
        await client.ConnectAsync(host, port, options.Security switch
        {
            MailSecurity.None => SecureSocketOptions.None,
            MailSecurity.Tls => SecureSocketOptions.SslOnConnect,
            MailSecurity.Starttls => SecureSocketOptions.StartTls,
            _ => SecureSocketOptions.StartTlsWhenAvailable,
        }, limit.Token).ConfigureAwait(false);
        if (options.User.Length == 0)
        {
            return;
        }

        if (!client.IsSecure)
        {
            throw new NotSupportedException("it offers no STARTTLS, and a password is not sent in plain text.");
        }

        await client.AuthenticateAsync(options.User, options.Password, limit.Token).ConfigureAwait(false);
    }

    // The mail is theirs now; how the connection ends no longer matters.
    private static async Task LeaveAsync(SmtpClient client, CancellationToken cancellation)
    {
        try
        {
            await client.DisconnectAsync(quit: true, cancellation).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is IOException or ProtocolException or OperationCanceledException or SocketException)
        {
            return;
        }
    }

    private static MailboxAddress Envelope(string address) => new("", address);

    private static string Whom(SmtpCommandException failure) => failure.Mailbox is null ? "." : $" for {failure.Mailbox.Address}.";

    private static string Shorten(string text) =>
        new string([.. text.Take(200).Select(static letter => char.IsControl(letter) ? ' ' : letter)]).TrimEnd('.', ' ');
}
