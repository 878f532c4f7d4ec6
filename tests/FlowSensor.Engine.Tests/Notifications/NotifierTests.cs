using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using FlowSensor.Engine.Output.Notifications;
using Microsoft.Extensions.Logging.Abstractions;

namespace FlowSensor.Engine.Tests.Notifications;

public sealed class NotifierTests : IDisposable
{
    private static readonly NoticePlace Place = new("Example College", "abuse@example.net");

    private readonly string _folder = Directory.CreateTempSubdirectory("flowsensor-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Webhook_ServerFailsFirst_TheSameDocumentComesAgain()
    {
        using HttpListener server = Listen(out Uri url);
        List<(string Id, string Body)> requests = [];
        Task serving = Serve(server, [500, 200], requests);
        Notifier notifier = Make(new NotifyOptions { Webhook = new WebhookOptions { Url = url, Token = "secret-token" } });

        notifier.Tell(Incidents.Change(), Place);
        await serving;
        await notifier.DisposeAsync();

        Assert.Equal((2, 1), (requests.Count, requests.Distinct().Count()));
        Assert.Equal(new NoticeCounters(1, 1, 0, 0, 0), Assert.Single(notifier.Counters));
        using JsonDocument document = JsonDocument.Parse(requests[0].Body);
        Assert.Equal("192.0.2.7", document.RootElement.GetProperty("source").GetString());
        Assert.Equal("Example College", document.RootElement.GetProperty("institution").GetString());
        Assert.Equal("120 SMTP flows in an hour (threshold 100)", document.RootElement.GetProperty("why")[0].GetProperty("words").GetString());
    }

    [Fact]
    public async Task Webhook_DocumentRefused_NotTriedAgain()
    {
        using HttpListener server = Listen(out Uri url);
        List<(string Id, string Body)> requests = [];
        Task serving = Serve(server, [400], requests);
        Notifier notifier = Make(new NotifyOptions { Webhook = new WebhookOptions { Url = url } });

        notifier.Tell(Incidents.Change(), Place);
        await serving;
        await notifier.DisposeAsync();

        Assert.Equal(new NoticeCounters(0, 0, 1, 0, 0), Assert.Single(notifier.Counters));
    }

    [Fact]
    public async Task Exec_ArgumentsWithMeaningToAShell_ArriveAsTheyAre()
    {
        string script = Script("printf '%s\\n' \"$#\" \"$@\" > \"$0.arguments\"; cat > \"$0.input\"");
        Notifier notifier = Make(new NotifyOptions
        {
            Exec = new ExecOptions { Program = script, Arguments = ["--source={source}", "{text}; touch /tmp/never $(id) `id` {nothing}", "{change}"] },
        });

        notifier.Tell(Incidents.Change(), Place);
        await Until(() => notifier.Counters[0] is { Sent: 1 } or { Lost: > 0 } or { Retried: > 0 });
        await notifier.DisposeAsync();

        Assert.Equal(
            ["3", "--source=192.0.2.7", "high: smtp_sender opened, 192.0.2.7 of Example College; touch /tmp/never $(id) `id` {nothing}", "opened"],
            await File.ReadAllLinesAsync(script + ".arguments"));
        using JsonDocument document = JsonDocument.Parse(await File.ReadAllTextAsync(script + ".input"));
        Assert.Equal("incident", document.RootElement.GetProperty("type").GetString());
    }

    [Fact]
    public async Task Exec_ProgramHangs_KilledAndGivenUp()
    {
        string script = Script("echo $$ > \"$0.pid\"; exec sleep 600");
        Notifier notifier = Make(new NotifyOptions
        {
            Exec = new ExecOptions { Program = script, Timeout = TimeSpan.FromSeconds(2) },
            GiveUpAfter = TimeSpan.Zero,
        });

        notifier.Tell(Incidents.Change(), Place);
        await Until(() => notifier.Counters[0].Lost == 1);
        await notifier.DisposeAsync();

        int id = int.Parse(await File.ReadAllTextAsync(script + ".pid"), System.Globalization.CultureInfo.InvariantCulture);
        await Until(() => !IsRunning(id));
    }

    [Fact]
    public async Task OnChange_HundredThousandOffenders_BoundedMessagesOfWhichOneIsTheSummary()
    {
        string script = Script("cat >> \"$0.input\"; echo >> \"$0.input\"");
        Notifier notifier = Make(new NotifyOptions { Exec = new ExecOptions { Program = script }, Burst = 4 });

        for (int offender = 0; offender < 100_000; offender++)
        {
            notifier.Tell(Incidents.Change(Incidents.Source(offender)), Place);
        }

        await Until(() => notifier.Counters[0].Sent >= 4);
        await notifier.DisposeAsync();

        string[] messages = await File.ReadAllLinesAsync(script + ".input");
        Assert.InRange(messages.Length, 4, 5);
        Assert.Contains(messages, static message => message.Contains("\"type\":\"summary\"", StringComparison.Ordinal));
        Assert.InRange(notifier.Counters[0].Summarised, 99_990, 99_999);
    }

    [Fact]
    public async Task Syslog_TcpServerRestarts_NextMessageArrives()
    {
        using TcpListener first = new(IPAddress.Loopback, 0);
        first.Start();
        IPEndPoint endpoint = (IPEndPoint)first.LocalEndpoint;
        Notifier notifier = Make(new NotifyOptions { Syslog = new SyslogOutputOptions { Server = new Engine.Configuration.TransportEndpoint(Engine.Configuration.Transport.Tcp, endpoint) } });

        notifier.Tell(Incidents.Change("192.0.2.1"), Place);
        using (TcpClient connection = await first.AcceptTcpClientAsync())
        {
            Assert.Contains("192.0.2.1", await ReadSome(connection), StringComparison.Ordinal);
        }

        notifier.Tell(Incidents.Change("192.0.2.2"), Place);
        using (TcpClient connection = await first.AcceptTcpClientAsync())
        {
            Assert.Contains("192.0.2.2", await ReadSome(connection), StringComparison.Ordinal);
        }

        await notifier.DisposeAsync();
    }

    private static Notifier Make(NotifyOptions options) =>
        new([options], "edge", TimeProvider.System, NullLoggerFactory.Instance);

    private static async Task<string> ReadSome(TcpClient connection)
    {
        byte[] buffer = new byte[4_096];
        int length = await connection.GetStream().ReadAsync(buffer);
        return Encoding.UTF8.GetString(buffer, 0, length);
    }

    private static async Task Until(Func<bool> holds)
    {
        long start = Stopwatch.GetTimestamp();
        while (!holds())
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromMinutes(2), "It did not happen.");
            await Task.Delay(20);
        }
    }

    private static bool IsRunning(int id)
    {
        try
        {
            using Process process = Process.GetProcessById(id);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static HttpListener Listen(out Uri url)
    {
        using (TcpListener probe = new(IPAddress.Loopback, 0))
        {
            probe.Start();
            url = new Uri($"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/hook/");
        }

        HttpListener server = new();
        server.Prefixes.Add(url.ToString());
        server.Start();
        return server;
    }

    private static async Task Serve(HttpListener server, int[] answers, List<(string Id, string Body)> requests)
    {
        foreach (int answer in answers)
        {
            HttpListenerContext context = await server.GetContextAsync();
            using StreamReader reader = new(context.Request.InputStream);
            requests.Add((context.Request.Headers["Idempotency-Key"] + context.Request.Headers["Authorization"], await reader.ReadToEndAsync()));
            context.Response.StatusCode = answer;
            context.Response.Close();
        }
    }

    private string Script(string commands)
    {
        string path = Path.Combine(_folder, "program");
        File.WriteAllText(path, "#!/bin/sh\n" + commands + "\n");
        using Process rights = Process.Start("chmod", ["700", path]);
        rights.WaitForExit();
        return path;
    }
}
