using System.Text;
using FlowSensor.Engine.Output.Mail;
using MimeKit;

namespace FlowSensor.Engine.Tests.Notifications;

public sealed class MailSenderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("flowsensor-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Send_StarttlsAndPassword_PasswordOnlyWithinTls()
    {
        using TlsMailServer server = new();
        await Sender(server, MailSecurity.Starttls, "user").SendAsync(Mail("Text\n.hidden dot\n"), "sensor@example.net", ["noc@example.net"], CancellationToken.None);
        await server.Session;

        Assert.Equal(["EHLO sensor.example.net", "STARTTLS"], server.Lines.Take(2));
        Assert.All(server.Lines.Skip(2), static line => Assert.StartsWith("tls ", line, StringComparison.Ordinal));
        string secret = Convert.ToBase64String(Encoding.UTF8.GetBytes("\0user\0word"));
        Assert.Equal(["tls EHLO sensor.example.net", $"tls AUTH PLAIN {secret}", "tls MAIL FROM:<sensor@example.net>", "tls RCPT TO:<noc@example.net>", "tls DATA"], server.Lines.Skip(2).Take(5));
        Assert.Contains("tls ..hidden dot", server.Lines);
    }

    [Fact]
    public async Task Send_CertificateNotTrusted_NothingIsSaid()
    {
        using TlsMailServer server = new();
        MailSender sender = new(new MailServerOptions { Server = server.Name, From = "sensor@example.net", Security = MailSecurity.Starttls }, "sensor.example.net");

        MailException failure = await Assert.ThrowsAsync<MailException>(() => sender.SendAsync(Mail("Text"), "sensor@example.net", ["noc@example.net"], CancellationToken.None));
        await server.Session;

        Assert.False(failure.IsPermanent);
        Assert.DoesNotContain(server.Lines, static line => line.Contains("MAIL", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Send_TlsWantedButNotOffered_NothingIsSaid()
    {
        using TlsMailServer server = new(offersTls: false);

        MailException failure = await Assert.ThrowsAsync<MailException>(() => Sender(server, MailSecurity.Starttls, "").SendAsync(Mail("Text"), "sensor@example.net", ["noc@example.net"], CancellationToken.None));

        Assert.Contains("STARTTLS", failure.Message, StringComparison.Ordinal);
        Assert.Equal(["EHLO sensor.example.net"], server.Lines);
    }

    [Theory]
    [InlineData("no such mailbox", "550 5.1.1 unknown", true)]
    [InlineData("greylisted", "450 4.2.0 later", false)]
    public async Task Send_RecipientRefused_SaysWhetherToTryAgain(string what, string reply, bool isPermanent)
    {
        Assert.NotEmpty(what);
        using TlsMailServer server = new(offersTls: false, recipientReply: reply);

        MailException failure = await Assert.ThrowsAsync<MailException>(() => Sender(server, MailSecurity.None, "").SendAsync(Mail("Text"), "sensor@example.net", ["noc@example.net"], CancellationToken.None));

        Assert.Equal(isPermanent, failure.IsPermanent);
        Assert.Contains(reply, failure.Message, StringComparison.Ordinal);
    }

    private MailSender Sender(TlsMailServer server, MailSecurity security, string user)
    {
        string authorities = Path.Combine(_folder, "ca.pem");
        File.WriteAllText(authorities, server.Authority);
        return new MailSender(
            new MailServerOptions { Server = server.Name, From = "sensor@example.net", Security = security, User = user, Password = user.Length > 0 ? "word" : "", CertificateAuthorities = authorities },
            "sensor.example.net");
    }

    private static MimeMessage Mail(string text) => new(
        [new MailboxAddress("", "sensor@example.net")], [new MailboxAddress("", "noc@example.net")], "incident", new TextPart("plain") { Text = text });
}
