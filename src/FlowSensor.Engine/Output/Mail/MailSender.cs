using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace FlowSensor.Engine.Output.Mail;

/// <summary>Hands mails to a server (RFC 5321), a connection each: STARTTLS (RFC 3207), AUTH PLAIN (RFC 4616) within TLS only.</summary>
/// <param name="options">The server.</param>
/// <param name="clientName">What the sensor calls itself in EHLO.</param>
public sealed class MailSender(MailServerOptions options, string clientName)
{
    private readonly X509Certificate2Collection? _authorities = ReadAuthorities(options.CertificateAuthorities);

    /// <summary>Sends one mail to all its recipients.</summary>
    /// <exception cref="MailException">The server did not take it.</exception>
    public async Task SendAsync(OutgoingMail mail, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(mail);
        options.TryGetServer(out string host, out int port);
        try
        {
            using TcpClient client = new();
            await Within(token => client.ConnectAsync(host, port, token).AsTask(), cancellation).ConfigureAwait(false);
            using MailDialogue dialogue = new(client.GetStream(), options.Timeout);
            await Converse(dialogue, host, mail, cancellation).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is SocketException or IOException or AuthenticationException)
        {
            throw new MailException($"The mail server {options.Server} cannot be used: {failure.Message}", isPermanent: false, failure);
        }
        catch (OperationCanceledException failure) when (!cancellation.IsCancellationRequested)
        {
            throw new MailException($"The mail server {options.Server} did not answer within {options.Timeout.TotalSeconds:0} s.", isPermanent: false, failure);
        }
    }

    private async Task Converse(MailDialogue dialogue, string host, OutgoingMail mail, CancellationToken cancellation)
    {
        bool encrypted = options.Security == MailSecurity.Tls;
        if (encrypted)
        {
            await dialogue.Encrypt(Encryption(host), cancellation).ConfigureAwait(false);
        }

        await dialogue.Expect(220, cancellation).ConfigureAwait(false);
        MailReply hello = await dialogue.Ask($"EHLO {clientName}", 250, cancellation).ConfigureAwait(false);
        if (!encrypted && options.Security != MailSecurity.None && hello.Has("STARTTLS"))
        {
            await dialogue.Ask("STARTTLS", 220, cancellation).ConfigureAwait(false);
            await dialogue.Encrypt(Encryption(host), cancellation).ConfigureAwait(false);
            hello = await dialogue.Ask($"EHLO {clientName}", 250, cancellation).ConfigureAwait(false);
            encrypted = true;
        }

        if (!encrypted && (options.Security == MailSecurity.Starttls || options.User.Length > 0))
        {
            throw new MailException($"The mail server {options.Server} does not offer STARTTLS.", isPermanent: false);
        }

        if (options.User.Length > 0)
        {
            string secret = Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0{options.User}\0{options.Password}"));
            await dialogue.Ask($"AUTH PLAIN {secret}", 235, cancellation, shown: "AUTH PLAIN").ConfigureAwait(false);
        }

        await dialogue.Ask($"MAIL FROM:<{mail.From}>", 250, cancellation).ConfigureAwait(false);
        foreach (string recipient in mail.To)
        {
            await dialogue.Ask($"RCPT TO:<{recipient}>", 250, cancellation).ConfigureAwait(false);
        }

        await dialogue.Ask("DATA", 354, cancellation).ConfigureAwait(false);
        await dialogue.Send(MailWriter.Write(mail), cancellation).ConfigureAwait(false);
        await dialogue.Expect(250, cancellation).ConfigureAwait(false);

        // The mail is theirs now; how the connection ends no longer matters.
        await dialogue.Leave(cancellation).ConfigureAwait(false);
    }

    private SslClientAuthenticationOptions Encryption(string host)
    {
        SslClientAuthenticationOptions encryption = new() { TargetHost = host };
        if (_authorities is not null)
        {
            encryption.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            encryption.CertificateChainPolicy.CustomTrustStore.AddRange(_authorities);
        }

        return encryption;
    }

    private async Task Within(Func<CancellationToken, Task> step, CancellationToken cancellation)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(options.Timeout);
        await step(limit.Token).ConfigureAwait(false);
    }

    private static X509Certificate2Collection? ReadAuthorities(string file)
    {
        if (file.Length == 0)
        {
            return null;
        }

        X509Certificate2Collection authorities = [];
        authorities.ImportFromPemFile(file);
        return authorities;
    }
}
