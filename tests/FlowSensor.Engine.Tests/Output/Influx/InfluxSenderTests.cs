using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using FlowSensor.Engine.Output.Delivery;
using FlowSensor.Engine.Output.Influx;
using FlowSensor.Engine.Output.Spool;

namespace FlowSensor.Engine.Tests.Output.Influx;

public sealed class InfluxSenderTests
{
    private static readonly Dictionary<string, string> Main = new() { ["content"] = "main" };

    [Fact]
    public void Send_Lines_GoAsTheDocumentationSays()
    {
        using StrictInflux server = new();
        using InfluxSender sender = new(Options(server.Url), TimeProvider.System);

        SendVerdict verdict = sender.Send(Batch("a f=1i 1", "b f=2i 2"), CancellationToken.None);

        Assert.Equal(SendVerdict.Delivered, verdict);
        Assert.Empty(server.Complaints);
        Assert.Equal(["a f=1i 1", "b f=2i 2"], server.Lines);
    }

    [Fact]
    public void Send_BadLinesAmongGoodOnes_KeepsTheGoodOnes()
    {
        using StrictInflux server = new();
        server.Answer = static (lines, response) => lines.Any(static line => line.Contains("bad", StringComparison.Ordinal)) ? Refuse(response, 400, """{"code":"invalid","message":"bad line"}""") : null;
        using InfluxSender sender = new(Options(server.Url), TimeProvider.System);
        string[] lines = [.. Enumerable.Range(0, 1000).Select(static i => i is 17 or 600 ? $"bad {i}" : $"m f={i}i {i}")];

        SendVerdict verdict = sender.Send(Batch(lines), CancellationToken.None);

        Assert.Equal((SendOutcome.Delivered, 2), (verdict.Outcome, verdict.RejectedItems));
        Assert.Contains("bad line", verdict.Reason, StringComparison.Ordinal);
        Assert.Equal(lines.Where(static line => line.StartsWith('m')), server.Lines);
    }

    [Fact]
    public void Send_NothingButBadLines_IsRejectedWithinSomeRequests()
    {
        using StrictInflux server = new();
        server.Answer = static (_, response) => Refuse(response, 400, "no");
        using InfluxSender sender = new(Options(server.Url), TimeProvider.System);

        SendVerdict verdict = sender.Send(Batch([.. Enumerable.Repeat("bad", 5000)]), CancellationToken.None);

        Assert.Equal(SendOutcome.Rejected, verdict.Outcome);
        Assert.InRange(server.Requests, 10, 200);
    }

    [Fact]
    public void Send_MoreThanTheServerTakesAtOnce_GoesInParts()
    {
        using StrictInflux server = new();
        server.Answer = static (lines, response) => lines.Length > 100 ? Refuse(response, 413, "too large") : null;
        using InfluxSender sender = new(Options(server.Url), TimeProvider.System);

        SendVerdict verdict = sender.Send(Batch([.. Enumerable.Range(0, 1000).Select(static i => $"m f={i}i {i}")]), CancellationToken.None);

        Assert.Equal(SendVerdict.Delivered, verdict);
        Assert.Equal(1000, server.Lines.Count);
    }

    [Theory]
    [InlineData(400, """{"error":"partial write: field type conflict dropped=1"}""", SendOutcome.Delivered, 1)]
    [InlineData(422, """{"message":"partial write: points beyond retention policy dropped=2"}""", SendOutcome.Delivered, 2)]
    [InlineData(401, "unauthorized", SendOutcome.Retry, 0)]
    [InlineData(403, "forbidden", SendOutcome.Retry, 0)]
    [InlineData(404, "bucket not found", SendOutcome.Retry, 0)]
    [InlineData(408, "", SendOutcome.Retry, 0)]
    [InlineData(429, "slow down", SendOutcome.Retry, 0)]
    [InlineData(500, "", SendOutcome.Retry, 0)]
    [InlineData(503, "", SendOutcome.Retry, 0)]
    [InlineData(302, "", SendOutcome.Retry, 0)]
    [InlineData(405, "", SendOutcome.Rejected, 0)]
    public void Send_AnswerOfTheServer_IsJudged(int status, string body, object outcome, int rejected)
    {
        using StrictInflux server = new();
        server.Answer = (_, response) => Refuse(response, status, body);
        using InfluxSender sender = new(Options(server.Url), TimeProvider.System);

        SendVerdict verdict = sender.Send(Batch("a f=1i 1", "b f=2i 2", "c f=3i 3"), CancellationToken.None);

        Assert.Equal(((SendOutcome)outcome, rejected), (verdict.Outcome, verdict.RejectedItems));
        Assert.Contains($"answered {status}", verdict.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", verdict.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("17", 17)]
    [InlineData("nonsense", null)]
    public void Send_RetryAfter_IsHandedOn(string header, int? seconds)
    {
        using StrictInflux server = new();
        server.Answer = (_, response) =>
        {
            response.Headers.RetryAfter = header;
            return Refuse(response, 503, "");
        };
        using InfluxSender sender = new(Options(server.Url), TimeProvider.System);

        Assert.Equal(seconds, (int?)sender.Send(Batch("a f=1i 1"), CancellationToken.None).RetryAfter?.TotalSeconds);
    }

    [Fact]
    public void Send_NobodyListens_IsToBeTriedAgain()
    {
        Uri url;
        using (StrictInflux server = new())
        {
            url = server.Url;
        }

        using InfluxSender sender = new(Options(url), TimeProvider.System);

        SendVerdict verdict = sender.Send(Batch("a f=1i 1"), CancellationToken.None);

        Assert.Equal(SendOutcome.Retry, verdict.Outcome);
        Assert.Contains("cannot be reached", verdict.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Send_CertificateOfAnOwnAuthority_NeedsItsFile()
    {
        using RSA key = RSA.Create(2048);
        CertificateRequest request = new("CN=Test authority", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using X509Certificate2 authority = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        using RSA serverKey = RSA.Create(2048);
        CertificateRequest serverRequest = new("CN=127.0.0.1", serverKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        SubjectAlternativeNameBuilder names = new();
        names.AddIpAddress(IPAddress.Loopback);
        serverRequest.CertificateExtensions.Add(names.Build());
        using X509Certificate2 issued = serverRequest.Create(authority, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1), [1, 2, 3]);
        using X509Certificate2 whole = issued.CopyWithPrivateKey(serverKey);
        using X509Certificate2 certificate = X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pkcs12), null);
        using StrictInflux server = new(certificate);
        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, authority.ExportCertificatePem());
            InfluxOptions options = Options(server.Url);
            using InfluxSender stranger = new(options, TimeProvider.System);
            SendVerdict refused = stranger.Send(Batch("a f=1i 1"), CancellationToken.None);
            options.CaFile = file;
            using InfluxSender friend = new(options, TimeProvider.System);

            Assert.Equal(SendOutcome.Retry, refused.Outcome);
            Assert.Contains("ca_file", refused.Reason, StringComparison.Ordinal);
            Assert.Equal(SendVerdict.Delivered, friend.Send(Batch("a f=1i 1"), CancellationToken.None));
            Assert.Empty(server.Complaints);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static string Refuse(Microsoft.AspNetCore.Http.HttpResponse response, int status, string body)
    {
        response.StatusCode = status;
        return body;
    }

    private static InfluxOptions Options(Uri url) => new() { Url = url, Org = "n o&c", Bucket = "flow/sensor", Token = "s3cret==" };

    private static SpoolBatch Batch(params string[] lines) =>
        new(1, 0, lines.Length, Main, Encoding.UTF8.GetBytes(string.Concat(lines.Select(static line => line + "\n"))));
}
