using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace FlowSensor.Engine.Output.Influx;

/// <summary>Makes the requests of the version that is configured.</summary>
internal sealed class InfluxRequests
{
    // Version 3 repeats the lines that it refuses.
    private const long MostAnswer = 32 << 20;

    private readonly InfluxOptions _options;
    private readonly Uri _main;
    private readonly Uri _top;

    public InfluxRequests(InfluxOptions options)
    {
        _options = options;
        _main = Address(options, options.RetentionPolicy, options.Bucket);
        _top = Address(
            options,
            options.TopRetentionPolicy.Length > 0 ? options.TopRetentionPolicy : options.RetentionPolicy,
            options.TopBucket.Length > 0 ? options.TopBucket : options.Bucket);
    }

    /// <summary>Where the requests go, for messages.</summary>
    public string Server => _options.Url!.GetLeftPart(UriPartial.Authority);

    /// <summary>The client for a configuration: its own authorities, no redirections, which would carry the token elsewhere.</summary>
    public static HttpClient Client(InfluxOptions options)
    {
        SocketsHttpHandler handler = new() { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) };
        if (options.CaFile.Length > 0)
        {
            X509ChainPolicy policy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            policy.CustomTrustStore.ImportFromPemFile(options.CaFile);
            handler.SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy };
        }

        return new HttpClient(handler) { Timeout = options.Timeout, MaxResponseContentBufferSize = MostAnswer };
    }

    /// <summary>A request that writes lines.</summary>
    /// <param name="lines">The lines.</param>
    /// <param name="isTop">They are ranked lists.</param>
    public HttpRequestMessage Write(ReadOnlyMemory<byte> lines, bool isTop)
    {
        HttpRequestMessage request = new(HttpMethod.Post, isTop ? _top : _main) { Version = HttpVersion.Version11, Content = Content(lines) };
        if (_options.Version == 1)
        {
            if (_options.User.Length > 0)
            {
                string credentials = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{_options.User}:{_options.Password}"));
                request.Headers.Authorization = new AuthenticationHeaderValue("Basic", credentials);
            }
        }
        else if (_options.Token.Length > 0)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Token", _options.Token);
        }

        return request;
    }

    private static Uri Address(InfluxOptions options, string policy, string bucket)
    {
        string url = options.Url!.GetLeftPart(UriPartial.Path).TrimEnd('/');
        return new Uri(options.Version == 1
            ? $"{url}/write?db={Uri.EscapeDataString(options.Database)}&precision=ms{(policy.Length > 0 ? "&rp=" + Uri.EscapeDataString(policy) : "")}"
            : $"{url}/api/v2/write?org={Uri.EscapeDataString(options.Org)}&bucket={Uri.EscapeDataString(bucket)}&precision=ms");
    }

    private ByteArrayContent Content(ReadOnlyMemory<byte> lines)
    {
        ByteArrayContent content;
        if (_options.Gzip)
        {
            using MemoryStream packed = new();
            using (GZipStream gzip = new(packed, CompressionLevel.Fastest, leaveOpen: true))
            {
                gzip.Write(lines.Span);
            }

            content = new ByteArrayContent(packed.GetBuffer(), 0, (int)packed.Length);
            content.Headers.ContentEncoding.Add("gzip");
        }
        else
        {
            content = new ByteArrayContent(lines.ToArray());
        }

        content.Headers.ContentType = new MediaTypeHeaderValue("text/plain", "utf-8");
        return content;
    }
}
