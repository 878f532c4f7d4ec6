using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace FlowSensor.Engine.Tests.Notifications;

/// <summary>A mail server for one session, with STARTTLS and AUTH: what is asked is noted.</summary>
internal sealed class TlsMailServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly X509Certificate2 _certificate;
    private readonly bool _offersTls;
    private readonly string _recipientReply;

    public TlsMailServer(bool offersTls = true, string recipientReply = "250 2.1.5 Ok")
    {
        _offersTls = offersTls;
        _recipientReply = recipientReply;
        using RSA key = RSA.Create(2048);
        CertificateRequest request = new("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        _certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
        _listener.Start();
        Session = Serve();
    }

    /// <summary>The server as the configuration names it.</summary>
    public string Name => $"localhost:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>The certificate, PEM.</summary>
    public string Authority => _certificate.ExportCertificatePem();

    /// <summary>The session; ends with it.</summary>
    public Task Session { get; }

    /// <summary>Lines of the client, the message's included, a mark before those within TLS.</summary>
    public List<string> Lines { get; } = [];

    public void Dispose()
    {
        _listener.Dispose();
        _certificate.Dispose();
    }

    private async Task Serve()
    {
        using TcpClient client = await _listener.AcceptTcpClientAsync();
        Stream stream = client.GetStream();
        bool encrypted = false;
        bool inMessage = false;
        await Say(stream, "220 localhost ESMTP");
        while (await ReadLine(stream) is string line)
        {
            Lines.Add((encrypted ? "tls " : "") + line);
            if (inMessage)
            {
                inMessage = line != ".";
                if (!inMessage)
                {
                    await Say(stream, "250 2.0.0 queued");
                }

                continue;
            }

            string verb = line.Split(' ')[0];
            switch (verb)
            {
                case "EHLO":
                    await Say(stream, _offersTls && !encrypted ? "250-localhost\r\n250 STARTTLS" : "250-localhost\r\n250 AUTH PLAIN");
                    break;
                case "STARTTLS":
                    await Say(stream, "220 go on");
                    SslStream ssl = new(stream);
                    try
                    {
                        await ssl.AuthenticateAsServerAsync(_certificate);
                    }
                    catch (Exception failure) when (failure is IOException or System.Security.Authentication.AuthenticationException)
                    {
                        // The client did not trust the certificate.
                        return;
                    }

                    stream = ssl;
                    encrypted = true;
                    break;
                case "DATA":
                    inMessage = true;
                    await Say(stream, "354 go on");
                    break;
                case "QUIT":
                    await Say(stream, "221 bye");
                    return;
                default:
                    await Say(stream, verb == "RCPT" ? _recipientReply : verb == "AUTH" ? "235 2.7.0 ok" : "250 2.0.0 ok");
                    break;
            }
        }
    }

    private static async Task Say(Stream stream, string line)
    {
        await stream.WriteAsync(Encoding.ASCII.GetBytes(line + "\r\n"));
        await stream.FlushAsync();
    }

    // Octet by octet, so that nothing of the handshake is taken.
    private static async Task<string?> ReadLine(Stream stream)
    {
        StringBuilder line = new();
        byte[] octet = new byte[1];
        while (await stream.ReadAsync(octet) == 1)
        {
            if (octet[0] == '\n')
            {
                return line.ToString().TrimEnd('\r');
            }

            line.Append((char)octet[0]);
        }

        return null;
    }
}
