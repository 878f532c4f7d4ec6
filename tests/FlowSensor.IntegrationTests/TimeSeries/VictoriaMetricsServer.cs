using System.Globalization;
using System.Text.Json;
using FlowSensor.IntegrationTests.Peers;

namespace FlowSensor.IntegrationTests.TimeSeries;

/// <summary>
/// VictoriaMetrics on a free port of loopback; it takes the line protocol by both APIs. It keeps every point it is sent unless it is
/// told that points of one series and time are one.
/// </summary>
internal sealed class VictoriaMetricsServer : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _client;
    private readonly PeerProcess _process;

    public VictoriaMetricsServer()
    {
        int port = LoopbackPort.FreeTcp();
        Url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");
        _client = new HttpClient { BaseAddress = new Uri(Url) };
        _process = PeerProcess.Start(
            "victoria-metrics", $"-storageDataPath={_folder.File("data")}", $"-httpListenAddr=127.0.0.1:{port}", "-retentionPeriod=100y", "-memory.allowedBytes=128MB",
            "-dedup.minScrapeInterval=1ms");
        _process.WaitUntil(Answers);
    }

    /// <summary>Address of its API.</summary>
    public string Url { get; }

    /// <summary>Writes lines directly, with timestamps of nanoseconds.</summary>
    public void Write(ReadOnlySpan<byte> lines)
    {
        using ByteArrayContent content = new(lines.ToArray());
        using HttpResponseMessage response = _client.PostAsync("/write", content).GetAwaiter().GetResult();
        Assert.True(response.IsSuccessStatusCode, response.Content.ReadAsStringAsync().GetAwaiter().GetResult());
    }

    /// <summary>Every series of a field: its labels, and its points by time.</summary>
    /// <param name="metric">Measurement and field with an underscore between.</param>
    public IReadOnlyList<(JsonElement Labels, SortedDictionary<long, double> Points)> Export(string metric)
    {
        using HttpResponseMessage flush = _client.GetAsync("/internal/force_flush").GetAwaiter().GetResult();
        string lines = _client.GetStringAsync($"/api/v1/export?match[]={Uri.EscapeDataString($"{{__name__=\"{metric}\"}}")}").GetAwaiter().GetResult();
        List<(JsonElement, SortedDictionary<long, double>)> series = [];
        foreach (string line in lines.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            JsonElement row = JsonElement.Parse(line);
            SortedDictionary<long, double> points = [];
            foreach ((JsonElement time, JsonElement value) in row.GetProperty("timestamps").EnumerateArray().Zip(row.GetProperty("values").EnumerateArray()))
            {
                points.Add(time.GetInt64(), value.GetDouble());
            }

            series.Add((row.GetProperty("metric"), points));
        }

        return series;
    }

    public void Dispose()
    {
        _process.Dispose();
        _client.Dispose();
        _folder.Dispose();
    }

    private bool Answers()
    {
        try
        {
            using HttpResponseMessage response = _client.GetAsync("/health").GetAwaiter().GetResult();
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
