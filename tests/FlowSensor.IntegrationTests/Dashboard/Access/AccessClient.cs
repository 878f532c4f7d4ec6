using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.RegularExpressions;

namespace FlowSensor.IntegrationTests.Dashboard.Access;

/// <summary>A browser without a screen: keeps cookies, follows nothing by itself, and takes one certificate only.</summary>
internal sealed partial class AccessClient : IDisposable
{
    private readonly SocketsHttpHandler _handler = new() { AllowAutoRedirect = false };
    private readonly HttpClient _client;

    /// <summary>Opens a browser.</summary>
    /// <param name="address">Where the dashboard is.</param>
    /// <param name="certificate">SHA-256 of the certificate that it shows; null without TLS.</param>
    /// <param name="from">The address to come from: who guesses passwords is slowed down by address.</param>
    public AccessClient(string address, string? certificate, string from = "127.0.0.1")
    {
        _handler.SslOptions.RemoteCertificateValidationCallback = (_, shown, _, _) =>
            certificate is not null && (shown as X509Certificate2)?.GetCertHashString(HashAlgorithmName.SHA256) == certificate;
        _handler.ConnectCallback = async (context, cancel) =>
        {
            Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
            await socket.ConnectAsync(context.DnsEndPoint, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        };
        _client = new HttpClient(_handler) { BaseAddress = new Uri(address) };
    }

    /// <summary>The cookies, to look at and to carry elsewhere.</summary>
    public CookieCollection Cookies => _handler.CookieContainer.GetCookies(_client.BaseAddress!);

    /// <summary>Asks for a path.</summary>
    public Task<HttpResponseMessage> GetAsync(string path, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Get, path, null, headers);

    /// <summary>The text of a path.</summary>
    public async Task<string> TextAsync(string path, params (string Name, string Value)[] headers)
    {
        using HttpResponseMessage answer = await GetAsync(path, headers);
        return await answer.Content.ReadAsStringAsync();
    }

    /// <summary>Sends a request.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content, params (string Name, string Value)[] headers)
    {
        HttpRequestMessage request = new(method, path) { Content = content };
        foreach ((string name, string value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return _client.SendAsync(request);
    }

    /// <summary>Does what needs the role operate: mutes a rule.</summary>
    /// <returns>201 where it was done.</returns>
    public async Task<HttpStatusCode> MuteAsync(params (string Name, string Value)[] headers)
    {
        StringContent decision = new("""{"action": "mute", "rule": "port_scan", "reason": "a test"}""", Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await SendAsync(HttpMethod.Post, "/api/v1/silences", decision, headers);
        return answer.StatusCode;
    }

    /// <summary>The antiforgery token of a page's form.</summary>
    public async Task<string> FormTokenAsync(string path = "/login")
    {
        using HttpResponseMessage page = await GetAsync(path);
        return FormToken().Match(await page.Content.ReadAsStringAsync()).Groups[1].Value;
    }

    /// <summary>Fills in the log-in page and sends it.</summary>
    public async Task<HttpResponseMessage> LogInAsync(string name, string password, string back = "/")
    {
        Dictionary<string, string> form = new() { ["__RequestVerificationToken"] = await FormTokenAsync(), ["name"] = name, ["password"] = password, ["return"] = back };
        return await SendAsync(HttpMethod.Post, "/login", new FormUrlEncodedContent(form), ("Origin", _client.BaseAddress!.GetLeftPart(UriPartial.Authority)));
    }

    /// <summary>Whether whoever browses is logged in.</summary>
    public async Task<bool> IsInAsync()
    {
        using HttpResponseMessage answer = await GetAsync("/logout");
        return answer.StatusCode == HttpStatusCode.OK;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _client.Dispose();
        _handler.Dispose();
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex FormToken();
}
