using System.Globalization;
using System.Net;
using System.Text.Json;
using FlowSensor.Dashboard;
using FlowSensor.Dashboard.Access;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Storage;
using FlowSensor.Engine.Storage.Access;
using FlowSensor.IntegrationTests.Peers;
using FlowSensor.Status;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace FlowSensor.IntegrationTests.Dashboard.Access;

/// <summary>Every address that the dashboard has, asked for by somebody who has not logged in, and by somebody whose role is too small.</summary>
public sealed class AccessEndpointTests : IDisposable
{
    // Whoever adds an address here opens it to everyone.
    private static readonly string[] Open = ["/favicon.ico", "/healthz", "/login", "/login.css", "/readyz", "/view/language/{language}"];

    private readonly TemporaryFolder _folder = new();
    private readonly DashboardServer _server;
    private readonly SensorStore _store;
    private readonly AccessClient _client;

    public AccessEndpointTests()
    {
        string certificate = SelfSigned.Write(_folder.Path);
        SensorOptions options = new();
        options.Store.Path = _folder.Path;
        options.Dashboard.Listen = new IPEndPoint(IPAddress.Any, LoopbackPort.FreeTcp());
        options.Dashboard.Tls.Certificate = File.ReadAllText(_folder.File("cert.pem"));
        options.Dashboard.Tls.Key = File.ReadAllText(_folder.File("key.pem"));
        _store = SensorStore.Open(options.Store);
        using (AccessStore store = AccessStore.Of(_folder.Path))
        {
            Assert.True(new UserBook(store).Add("rita", AccessRole.Read, PasswordHash.Of(AccessSensor.Password), DateTimeOffset.UnixEpoch));
        }

        _server = DashboardServer.Open(options, new SensorStatus(TimeProvider.System), NullLoggerFactory.Instance, out string? trouble)!;
        Assert.Null(trouble);
        _server.Answer();
        _client = new AccessClient(string.Create(CultureInfo.InvariantCulture, $"https://127.0.0.1:{options.Dashboard.Listen.Port}"), certificate, "127.0.0.21");
    }

    public void Dispose()
    {
        _client.Dispose();
        _server.Dispose();
        _store.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Endpoints_AllThatThereAre_RefuseStrangers()
    {
        List<RouteEndpoint> endpoints = Endpoints();
        List<string> open = [];
        Assert.True(endpoints.Count > 10);
        Assert.Contains(endpoints, static endpoint => Path(endpoint).StartsWith("/_blazor", StringComparison.Ordinal));
        Assert.Contains(endpoints, static endpoint => Path(endpoint).StartsWith("/assets", StringComparison.Ordinal));

        foreach (RouteEndpoint endpoint in endpoints)
        {
            foreach (string method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? (IReadOnlyList<string>)["GET", "POST", "PUT", "DELETE"])
            {
                using HttpResponseMessage answer = await _client.SendAsync(new HttpMethod(method), Example(endpoint), null);
                bool isRefused = answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.BadRequest;
                if (!isRefused)
                {
                    open.Add(Path(endpoint));
                }

                // 400 is what a form without its token gets, before anybody is asked who it is from.
                Assert.False(method is "GET" or "HEAD" && answer.StatusCode == HttpStatusCode.BadRequest, $"{method} {Path(endpoint)}");
            }
        }

        // Asked from this machine, the instruments are open to it; the sensor has not begun, so it is not ready.
        Assert.Equal(Open, open.Where(static path => path != "/metrics").Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Endpoints_ThatChangeSomething_RefuseThoseWhoMayOnlyLook()
    {
        using HttpResponseMessage welcome = await _client.LogInAsync("rita", AccessSensor.Password);
        Assert.Equal(HttpStatusCode.Redirect, welcome.StatusCode);
        string token = await _client.FormTokenAsync("/logout");
        int asked = 0;

        // The API's answer to addresses that it does not have changes nothing.
        foreach (RouteEndpoint endpoint in Endpoints().Where(static endpoint => Path(endpoint) is not ("/login" or "/logout" or "/metrics" or "/api/{**rest}") && !Path(endpoint).StartsWith("/_blazor", StringComparison.Ordinal)))
        {
            foreach (string method in (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["POST"]).Where(static method => method is not ("GET" or "HEAD")))
            {
                using HttpResponseMessage answer = await _client.SendAsync(new HttpMethod(method), Example(endpoint), null, (CrossSiteGuard.HeaderName, token));
                Assert.True(answer.StatusCode == HttpStatusCode.Forbidden, $"{method} {Path(endpoint)} answered {answer.StatusCode}");
                asked++;
            }
        }

        Assert.True(asked > 0);
    }

    [Fact]
    public async Task Ready_ToStrangers_TellsNothingOfStoreAndOutputs()
    {
        string[] strangers = await MembersOfReadyAsync();
        using HttpResponseMessage welcome = await _client.LogInAsync("rita", AccessSensor.Password);
        string[] readers = await MembersOfReadyAsync();

        Assert.Equal(["receiving"], strangers);
        Assert.Equal(["receiving", "store", "outputs"], readers);
    }

    private async Task<string[]> MembersOfReadyAsync()
    {
        using HttpResponseMessage answer = await _client.GetAsync("/readyz");
        return [.. JsonElement.Parse(await answer.Content.ReadAsStringAsync()).EnumerateObject().Select(static member => member.Name)];
    }

    private static string Path(RouteEndpoint endpoint) => "/" + endpoint.RoutePattern.RawText!.TrimStart('/');

    private static string Example(RouteEndpoint endpoint) =>
        "/" + string.Join('/', endpoint.RoutePattern.PathSegments.Select(static segment => string.Concat(segment.Parts.Select(static part => part switch
        {
            Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal => literal.Content,
            Microsoft.AspNetCore.Routing.Patterns.RoutePatternSeparatorPart separator => separator.Content,
            _ => "1",
        }))));

    private List<RouteEndpoint> Endpoints() => [.. _server.Services.GetServices<EndpointDataSource>().SelectMany(static source => source.Endpoints).OfType<RouteEndpoint>()];
}
