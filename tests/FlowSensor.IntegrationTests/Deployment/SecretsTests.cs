using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using FlowSensor.Engine.Configuration.Reading;
using FlowSensor.Engine.Contacts.Institutions;
using FlowSensor.Hosting;
using FlowSensor.IntegrationTests.Commands;
using FlowSensor.IntegrationTests.Dashboard.Access;
using FlowSensor.IntegrationTests.Peers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FlowSensor.IntegrationTests.Deployment;

/// <summary>
/// A sensor with every secret there is, whose routers, databases, mail server and provider are all away: it has much to say, and says no secret, at
/// whatever level, in whatever answer.
/// </summary>
public sealed class SecretsTests : IDisposable
{
    private const string Marker = "s3cr3t-mArKeR";

    private readonly TemporaryFolder _folder = new();
    private readonly int _port = LoopbackPort.FreeTcp();
    private readonly string _configuration;

    public SecretsTests()
    {
        SelfSigned.Write(_folder.Path);
        int away = LoopbackPort.FreeTcp();
        _configuration = string.Create(CultureInfo.InvariantCulture, $$$"""
            inputs: {netflow: {listen: ["127.0.0.1:{{{LoopbackPort.FreeUdp()}}}"]}, sflow: {listen: []}}
            store: {path: store}
            snmp:
              routers:
                - {address: "127.0.0.1:{{{away}}}", name: old, community: "{{{Marker}}}-community", timeout: 100ms, retries: 0, interval: 10s}
                - {address: "127.0.0.1:{{{away}}}", name: new, version: 3, user: poll, auth: sha1, auth_password: "{{{Marker}}}-auth", priv: aes128, priv_password: "{{{Marker}}}-priv", timeout: 100ms, retries: 0, interval: 10s}
            outputs:
              influxdb: {url: "http://127.0.0.1:{{{away}}}", org: o, token: "{{{Marker}}}-token", batch_age: 100ms}
              clickhouse: {url: "http://127.0.0.1:{{{away}}}", password: "{{{Marker}}}-clickhouse"}
            detection:
              notify:
                - {name: hook, webhook: {url: "http://127.0.0.1:{{{away}}}/{{{Marker}}}-path", token: "{{{Marker}}}-webhook"}}
                - {name: mail, mail: {server: "127.0.0.1:{{{away}}}", from: a@example.net, to: [b@example.net], user: u, security: starttls, password: "{{{Marker}}}-notify"}}
            reports:
              mail: {server: "127.0.0.1:{{{away}}}", from: a@example.net, user: u, security: starttls, password: "{{{Marker}}}-smtp"}
              webhook: {url: "http://127.0.0.1:{{{away}}}/{{{Marker}}}-tickets", token: "{{{Marker}}}-ticket"}
            dashboard:
              listen: "127.0.0.1:{{{_port}}}"
              tls: {certificate_file: cert.pem, key_file: key.pem}
              oidc: {authority: "http://127.0.0.1:{{{away}}}", client_id: c, client_secret: "{{{Marker}}}-oidc", roles: {a: read}}
            """);
        File.WriteAllText(_folder.File("flowsensor.yaml"), _configuration);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_WithEverySecret_NoneIsInLogsOrAnswers()
    {
        ConfigurationResult result = ConfigurationLoader.Load(_folder.File("flowsensor.yaml"), new Dictionary<string, string>());
        Assert.Empty(result.Problems);
        result.Options.Store.Path = _folder.File("store");
        using KeptLog log = new();
        using ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using SensorSignals signals = new(new Lifetime());
        using (ILoggerFactory logging = LoggerFactory.Create(builder => builder.SetMinimumLevel(LogLevel.Trace).AddProvider(log)))
        using (SensorService sensor = new(
            new SensorStart(result.Options, new ContactDirectory([]), _folder.File("flowsensor.yaml"), []), signals, TimeProvider.System, services.GetRequiredService<IMeterFactory>(), logging))
        {
            await sensor.StartAsync(CancellationToken.None);
            await WaitFor(() => log.Text.Contains("The dashboard answers", StringComparison.Ordinal));
            await CheckAnswers();

            // A reload that is refused tells why.
            File.WriteAllText(_folder.File("flowsensor.yaml"), _configuration.Replace("retries: 0", "retries: none", StringComparison.Ordinal));
            signals.Reload();
            await WaitFor(() => log.Text.Contains("the old one stays in force", StringComparison.Ordinal));
            await sensor.StopAsync(CancellationToken.None);
        }

        Assert.Contains("retries", log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Marker, log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Commands_WithEverySecret_PrintNone()
    {
        foreach (string[] command in (string[][])[["check"], ["doctor"], ["doctor", "--json"], ["routes", "--json"], ["contact", "192.0.2.1"], ["example"], ["exporters"], ["incidents"]])
        {
            SensorResult result = Sensor.Run(_folder.Path, [.. command, .. command[0] == "example" ? Array.Empty<string>() : ["--config", "flowsensor.yaml"]]);
            Assert.NotEmpty(result.Output + result.Error);
            Assert.DoesNotContain(Marker, result.Output + result.Error, StringComparison.Ordinal);
        }
    }

    private static async Task WaitFor(Func<bool> holds)
    {
        for (int i = 0; i < 600 && !holds(); i++)
        {
            await Task.Delay(100);
        }

        Assert.True(holds());
    }

    // Every address of the API that needs no further name, the pages' instruments, and the log-in by the provider that is away.
    private async Task CheckAnswers()
    {
        SensorResult made = Sensor.Run(_folder.Path, "token", "create", "reader", "--role", "admin", "--config", "flowsensor.yaml");
        Assert.Equal(0, made.ExitCode);
        using HttpClientHandler handler = new() { ServerCertificateCustomValidationCallback = static (_, _, _, _) => true, AllowAutoRedirect = false };
        using HttpClient client = new(handler) { BaseAddress = new Uri(string.Create(CultureInfo.InvariantCulture, $"https://127.0.0.1:{_port}")) };
        using HttpResponseMessage away = await client.GetAsync("/login/provider");
        Assert.DoesNotContain(Marker, away.ToString() + await away.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", made.Output.Trim());
        using JsonDocument document = JsonDocument.Parse(await client.GetStringAsync("/openapi/v1.json"));
        string[] paths = [.. document.RootElement.GetProperty("paths").EnumerateObject().Where(static path => !path.Name.Contains('{') && path.Value.TryGetProperty("get", out _)).Select(static path => path.Name)];
        Assert.True(paths.Length > 10);
        foreach (string path in paths.Append("/metrics").Append("/readyz"))
        {
            string address = path.StartsWith("/api", StringComparison.Ordinal) || path is "/metrics" or "/readyz" ? path : "/api/v1" + path;
            using HttpResponseMessage answer = await client.GetAsync(address);
            Assert.True((int)answer.StatusCode is 200 or 400 or 503, $"{address}: {answer.StatusCode}");
            Assert.DoesNotContain(Marker, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    private sealed class Lifetime : IHostApplicationLifetime
    {
        public CancellationToken ApplicationStarted => CancellationToken.None;

        public CancellationToken ApplicationStopping => CancellationToken.None;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication()
        {
        }
    }

    /// <summary>Keeps everything that is logged, exceptions with all that is inside them included.</summary>
    private sealed class KeptLog : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> _lines = new();

        public string Text => string.Join('\n', _lines);

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _lines.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
