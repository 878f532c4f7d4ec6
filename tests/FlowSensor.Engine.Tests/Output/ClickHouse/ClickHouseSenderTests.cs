using System.Net;
using System.Text;
using FlowSensor.Engine.ClickHouse;
using FlowSensor.Engine.Output.ClickHouse;
using FlowSensor.Engine.Output.Delivery;
using FlowSensor.Engine.Output.Spool;

namespace FlowSensor.Engine.Tests.Output.ClickHouse;

public sealed class ClickHouseSenderTests
{
    [Theory]
    [InlineData(500, "Code: 33, e.displayText() = DB::Exception: Cannot read all data, e.what() = DB::Exception", "Rejected")]
    [InlineData(500, "Code: 252, e.displayText() = DB::Exception: Too many parts (300), e.what() = DB::Exception", "Retry")]
    [InlineData(404, "Code: 60. DB::Exception: Table flowsensor.flows does not exist. (UNKNOWN_TABLE)", "Retry")]
    [InlineData(403, "Code: 516. DB::Exception: sensor: Authentication failed", "Retry")]
    [InlineData(502, "<html>\u0007bad gateway</html>", "Retry")]
    [InlineData(503, "", "Retry")]
    [InlineData(200, "", "Delivered")]
    public void Send_AnAnswerToTheInsert_IsAVerdict(int status, string answer, string expected)
    {
        using FakeServer server = new((statement, _) => statement.StartsWith("INSERT INTO flowsensor.flows ", StringComparison.Ordinal) ? (status, answer) : (200, "18.16.1"));
        using ClickHouseSender sender = Sender(server, password: "not to be told");

        SendVerdict verdict = sender.Send(Batch(), CancellationToken.None);

        Assert.Equal(expected, verdict.Outcome.ToString());
        Assert.DoesNotContain("not to be told", verdict.Reason, StringComparison.Ordinal);
        Assert.DoesNotMatch("[\\x00-\\x1f]", verdict.Reason);
    }

    [Fact]
    public void Send_ABatch_SendsUserAndPasswordInHeadersAndRowsCompressed()
    {
        List<string> addresses = [];
        List<string?> headers = [];
        using FakeServer server = new((_, request) =>
        {
            addresses.Add(request.RawUrl!);
            headers.Add($"{request.Headers["X-ClickHouse-User"]} {request.Headers["X-ClickHouse-Key"]} {request.Headers["Content-Encoding"]}");
            return (200, "18.16.1");
        });
        using ClickHouseSender sender = Sender(server, password: "secret");

        Assert.Equal(SendOutcome.Delivered, sender.Send(Batch(), CancellationToken.None).Outcome);

        Assert.DoesNotContain(addresses, static address => address.Contains("secret", StringComparison.Ordinal));
        Assert.All(headers, static header => Assert.StartsWith("sensor secret ", header, StringComparison.Ordinal));
        Assert.Single(headers, static header => header!.EndsWith(" gzip", StringComparison.Ordinal));
    }

    [Fact]
    public void Send_ABatchThatAsksForSums_MakesThemAfterItsRows()
    {
        List<string> statements = [];
        using FakeServer server = new((statement, _) =>
        {
            statements.Add(statement);
            return (200, "18.16.1");
        });
        using ClickHouseSender sender = Sender(server);

        sender.Send(Batch(closedHours: [3_600], minutes: [3_600, 3_660, 7_200], hours: [3_600]), CancellationToken.None);

        string[] inserts = [.. statements.Where(static statement => statement.StartsWith("INSERT INTO flowsensor.s", StringComparison.Ordinal) && !statement.Contains("schema", StringComparison.Ordinal))];
        Assert.Equal(
            ["span_services", "span_scopes", "span_groups", "span_ledgers", "span_drops", "span_sources", "sources_1m", "sources_1h"],
            inserts.Select(static statement => statement.Split('.', ' ')[3]));
        Assert.Contains("time >= toDateTime(3600) AND time < toDateTime(3720)", inserts[6], StringComparison.Ordinal);
        Assert.Contains("time >= toDateTime(7200) AND time < toDateTime(7260)", inserts[6], StringComparison.Ordinal);
    }

    [Fact]
    public void Send_WhileTheFirstNodeIsAway_TurnsToTheNext()
    {
        using FakeServer server = new(static (_, _) => (200, "18.16.1"));
        using FakeServer away = new(static (_, _) => (200, ""));
        away.Dispose();
        ClickHouseOptions options = Options(away);
        options.Nodes.Add(server.Url);
        using ClickHouseSender sender = new(new ClickHouseNodes(options), Retention(options), "edge1", 10);

        Assert.Equal(SendOutcome.Retry, sender.Send(Batch(), CancellationToken.None).Outcome);
        Assert.Equal(SendOutcome.Delivered, sender.Send(Batch(), CancellationToken.None).Outcome);
    }

    [Fact]
    public void Send_ABatchOfAnotherFormat_IsRejected()
    {
        using FakeServer server = new(static (_, _) => (200, ""));
        using ClickHouseSender sender = Sender(server);

        SendVerdict verdict = sender.Send(new SpoolBatch(1, 0, 1, new Dictionary<string, string>(), new byte[] { 9, 9 }), CancellationToken.None);

        Assert.Equal(SendOutcome.Rejected, verdict.Outcome);
    }

    private static ClickHouseSender Sender(FakeServer server, string? password = null)
    {
        ClickHouseOptions options = Options(server);
        options.Password = password;
        return new ClickHouseSender(new ClickHouseNodes(options), Retention(options), "edge1", 10);
    }

    private static ClickHouseOptions Options(FakeServer server) => new() { Url = server.Url, User = "sensor", Timeout = TimeSpan.FromSeconds(10) };

    private static ClickHouseRetention Retention(ClickHouseOptions options) => new(options.Retention, options.Database, TimeProvider.System);

    private static SpoolBatch Batch(uint[]? closedHours = null, uint[]? minutes = null, uint[]? hours = null)
    {
        MemoryStream payload = new();
        BatchFormat.Begin(payload);
        BatchFormat.AddRows(payload, ClickHouseTable.Flows, [1, 2, 3]);
        BatchFormat.End(payload, closedHours ?? [], minutes ?? [], hours ?? []);
        return new SpoolBatch(1, 0, 1, new Dictionary<string, string>(), payload.ToArray());
    }

    /// <summary>Answers statements as told.</summary>
    private sealed class FakeServer : IDisposable
    {
        private readonly HttpListener _listener = new();
        private readonly Func<string, HttpListenerRequest, (int Status, string Answer)> _answer;

        public FakeServer(Func<string, HttpListenerRequest, (int Status, string Answer)> answer)
        {
            _answer = answer;
            for (int attempt = 0; ; attempt++)
            {
                int port = Random.Shared.Next(20_000, 32_000);
                _listener.Prefixes.Clear();
                _listener.Prefixes.Add($"http://127.0.0.1:{port}/");
                try
                {
                    _listener.Start();
                    Url = new Uri($"http://127.0.0.1:{port}");
                    break;
                }
                catch (HttpListenerException) when (attempt < 50)
                {
                }
            }

            new Thread(Serve) { IsBackground = true }.Start();
        }

        public Uri Url { get; }

        public void Dispose() => _listener.Close();

        private void Serve()
        {
            while (true)
            {
                HttpListenerContext context;
                try
                {
                    context = _listener.GetContext();
                }
                catch (Exception failure) when (failure is HttpListenerException or ObjectDisposedException or InvalidOperationException)
                {
                    return;
                }

                using MemoryStream body = new();
                context.Request.InputStream.CopyTo(body);
                string statement = context.Request.QueryString["query"] ?? Encoding.UTF8.GetString(body.ToArray());
                (int status, string answer) = _answer(statement, context.Request);
                context.Response.StatusCode = status;
                context.Response.Close(Encoding.UTF8.GetBytes(answer), true);
            }
        }
    }
}
