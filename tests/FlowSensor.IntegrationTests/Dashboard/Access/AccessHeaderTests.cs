using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace FlowSensor.IntegrationTests.Dashboard.Access;

/// <summary>What every answer of a running sensor carries, and paths that try to leave the server's own.</summary>
[Collection(AccessSensorCollection.Name)]
public sealed class AccessHeaderTests(AccessSensor sensor)
{
    public static readonly TheoryData<string, string, string> Answers = new()
    {
        { "GET", "/healthz", "200" },
        { "GET", "/readyz", "200" },
        { "GET", "/login", "200" },
        { "GET", "/login.css", "200" },
        { "GET", "/metrics", "200" },
        { "GET", "/", "401" },
        { "GET", "/there/is/no/such/page", "401" },
        { "POST", "/login", "400" },
        { "POST", "/_blazor/negotiate", "401" },
        { "DELETE", "/login", "400" },
        { "HEAD", "/healthz", "401" },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task Answer_OfAnyKind_HasTheHeaders(string method, string path, string status)
    {
        using AccessClient client = sensor.Open();

        using HttpResponseMessage answer = await client.SendAsync(new HttpMethod(method), path, null);

        Assert.Equal(status, ((int)answer.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture));
        string policy = Header(answer, "Content-Security-Policy");
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("script-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("connect-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe-eval", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Header(answer, "X-Content-Type-Options"));
        Assert.Equal("DENY", Header(answer, "X-Frame-Options"));
        Assert.Equal("same-origin", Header(answer, "Referrer-Policy"));
        Assert.Contains("camera=()", Header(answer, "Permissions-Policy"), StringComparison.Ordinal);
        Assert.Equal("max-age=31536000", Header(answer, "Strict-Transport-Security"));
        Assert.Equal("same-origin", Header(answer, "Cross-Origin-Resource-Policy"));
        Assert.NotNull(answer.Headers.CacheControl);
        Assert.False(answer.Headers.Contains("Server"));
    }

    [Theory]
    [InlineData("/../../../../etc/passwd")]
    [InlineData("/%2e%2e/%2e%2e/%2e%2e/etc/passwd")]
    [InlineData("/..%2f..%2f..%2fetc%2fpasswd")]
    [InlineData("/assets/../../../../etc/passwd")]
    [InlineData("/assets/..%2f..%2f..%2fetc%2fpasswd")]
    [InlineData("/assets/%2e%2e%2f%2e%2e%2fflowsensor.yaml")]
    [InlineData("/assets/..%5c..%5cflowsensor.yaml")]
    [InlineData("/assets/..%252f..%252fflowsensor.yaml")]
    [InlineData("/assets/%c0%ae%c0%ae%c0%afflowsensor.yaml")]
    [InlineData("/assets//etc/passwd")]
    [InlineData("/login.css/../../flowsensor-data/flowsensor.db")]
    [InlineData("/flowsensor-data/flowsensor.db")]
    [InlineData("/login.css%00.html")]
    public async Task Path_ThatLeavesTheServer_FindsNothing(string path)
    {
        using AccessClient admin = await sensor.OpenAsync("ines");
        string cookies = string.Join("; ", admin.Cookies.Select(static cookie => $"{cookie.Name}={cookie.Value}"));

        string answer = await AskRawAsync($"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{sensor.Port}\r\nCookie: {cookies}\r\nConnection: close\r\n\r\n");
        string stranger = await AskRawAsync($"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{sensor.Port}\r\nConnection: close\r\n\r\n");

        Assert.Matches("^HTTP/1.1 (400|404) ", answer);
        Assert.DoesNotContain("root:", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("dashboard:", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("SQLite", answer, StringComparison.Ordinal);
        Assert.Matches("^HTTP/1.1 (400|401) ", stranger);
    }

    private static string Header(HttpResponseMessage answer, string name) => Assert.Single(answer.Headers.GetValues(name));

    // As it is written: HttpClient would tidy the path up.
    private async Task<string> AskRawAsync(string request)
    {
        using TcpClient connection = new();
        await connection.ConnectAsync(IPAddress.Loopback, sensor.Port);
        await using SslStream tls = new(connection.GetStream(), false, (_, shown, _, _) => (shown as X509Certificate2)?.GetCertHashString(HashAlgorithmName.SHA256) == sensor.Certificate);
        await tls.AuthenticateAsClientAsync("localhost");
        await tls.WriteAsync(Encoding.ASCII.GetBytes(request));
        using StreamReader reader = new(tls, Encoding.Latin1);
        return await reader.ReadToEndAsync();
    }
}
