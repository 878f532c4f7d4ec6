using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using FlowSensor.Engine.Abuse.Desk;
using FlowSensor.Engine.Abuse.Tickets;
using FlowSensor.Engine.Output.Notifications;
using FlowSensor.Engine.Tests.Abuse.Reporting;

namespace FlowSensor.Engine.Tests.Abuse.Tickets;

public sealed class TicketWebhookTests : IDisposable
{
    private const long Now = 1_795_680_000_000;
    private readonly string _folder = Directory.CreateTempSubdirectory("flowsensor-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Post_SystemFailsFirst_EventsComeInOrderWithTheSameKey()
    {
        using DeskDatabase database = DeskDatabase.Open(_folder);
        TicketBook book = new(database);
        (Ticket ticket, _) = book.Open(SampleReports.Of("smtp_sender"), "en", Now);
        book.Close(ticket, "host reinstalled", Now);
        using HttpListener listener = Listen(out Uri url);
        List<(string Key, string Body)> requests = [];
        Task serving = Serve(listener, [503, 200, 200], requests);
        using TicketWebhook webhook = new(database, new WebhookOptions { Url = url }, TimeSpan.FromDays(5));

        string? failure = await webhook.PostAsync(Now + 1, CancellationToken.None);
        string? none = await webhook.PostAsync(Now + 2, CancellationToken.None);
        await serving;
        string? nothing = await webhook.PostAsync(Now + 3, CancellationToken.None);

        Assert.Contains("503", failure, StringComparison.Ordinal);
        Assert.Equal((null, null), (none, nothing));
        Assert.Equal([requests[0].Key, requests[0].Key, requests[2].Key], requests.Select(static request => request.Key));
        Assert.Equal(["created", "created", "closed"], requests.Select(static request => JsonDocument.Parse(request.Body).RootElement.GetProperty("event").GetString()));
        JsonElement told = JsonDocument.Parse(requests[2].Body).RootElement;
        Assert.Equal(("closed", "192.0.2.7"), (told.GetProperty("ticket").GetProperty("state").GetString(), told.GetProperty("ticket").GetProperty("source").GetString()));
        Assert.Equal("host reinstalled", told.GetProperty("detail").GetString());
    }

    private static HttpListener Listen(out Uri url)
    {
        using TcpListener free = new(IPAddress.Loopback, 0);
        free.Start();
        url = new Uri($"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}/tickets/");
        free.Stop();
        HttpListener listener = new();
        listener.Prefixes.Add(url.ToString());
        listener.Start();
        return listener;
    }

    private static async Task Serve(HttpListener listener, int[] answers, List<(string Key, string Body)> requests)
    {
        foreach (int answer in answers)
        {
            HttpListenerContext context = await listener.GetContextAsync();
            using StreamReader body = new(context.Request.InputStream, Encoding.UTF8);
            requests.Add((context.Request.Headers["Idempotency-Key"] ?? "", await body.ReadToEndAsync()));
            context.Response.StatusCode = answer;
            context.Response.Close();
        }
    }
}
