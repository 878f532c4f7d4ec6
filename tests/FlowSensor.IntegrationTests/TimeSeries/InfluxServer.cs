using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using FlowSensor.IntegrationTests.Peers;

namespace FlowSensor.IntegrationTests.TimeSeries;

/// <summary>InfluxDB 1.x on free ports of loopback, which can be stopped and started again with what it has.</summary>
internal sealed class InfluxServer : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _client;
    private readonly string _options;
    private PeerProcess? _process;

    /// <summary>Starts it.</summary>
    /// <param name="options">Further lines of the section <c>[http]</c>.</param>
    public InfluxServer(string options = "")
    {
        _options = options;
        Port = LoopbackPort.FreeTcp();
        _client = new HttpClient { BaseAddress = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}")) };
        Start();
    }

    /// <summary>Port of its API.</summary>
    public int Port { get; }

    /// <summary>Address of its API.</summary>
    public string Url => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}");

    /// <summary>User and password of the queries.</summary>
    public (string User, string Password)? Credentials
    {
        set => _client.DefaultRequestHeaders.Authorization = value is { } known
            ? new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{known.User}:{known.Password}")))
            : null;
    }

    /// <summary>Starts it again.</summary>
    public void Start()
    {
        string configuration = _folder.File("influxdb.conf");
        File.WriteAllText(configuration, $"""
            reporting-disabled = true
            bind-address = "127.0.0.1:{LoopbackPort.FreeTcp()}"
            [meta]
              dir = "{_folder.File("meta")}"
            [data]
              dir = "{_folder.File("data")}"
              wal-dir = "{_folder.File("wal")}"
              query-log-enabled = false
            [http]
              bind-address = "127.0.0.1:{Port}"
              log-enabled = false
              {_options}
            [monitor]
              store-enabled = false
            """);
        _process = PeerProcess.Start("influxd", "-config", configuration);
        _process.WaitUntil(Answers);
    }

    /// <summary>Stops it.</summary>
    public void Stop()
    {
        _process?.Stop();
        _process?.Dispose();
        _process = null;
    }

    /// <summary>Makes a database.</summary>
    public void CreateDatabase(string name) => Command($"CREATE DATABASE \"{name}\"");

    /// <summary>Runs a statement that changes something.</summary>
    public void Command(string statement)
    {
        using FormUrlEncodedContent content = new([new("q", statement)]);
        using HttpResponseMessage response = _client.PostAsync("/query", content).GetAwaiter().GetResult();
        string body = response.Content.ReadAsStringAsync().GetAwaiter().GetResult();
        Assert.True(response.IsSuccessStatusCode && !body.Contains("error", StringComparison.Ordinal), body);
    }

    /// <summary>Writes lines directly, with timestamps of nanoseconds.</summary>
    public void Write(string database, ReadOnlySpan<byte> lines)
    {
        using ByteArrayContent content = new(lines.ToArray());
        using HttpResponseMessage response = _client.PostAsync($"/write?db={database}", content).GetAwaiter().GetResult();
        Assert.True(response.IsSuccessStatusCode, response.Content.ReadAsStringAsync().GetAwaiter().GetResult());
    }

    /// <summary>Asks, and gives the series of the answer.</summary>
    public IReadOnlyList<JsonElement> Query(string database, string question)
    {
        string body = _client.GetStringAsync($"/query?db={database}&epoch=ms&q={Uri.EscapeDataString(question)}").GetAwaiter().GetResult();
        JsonElement result = JsonElement.Parse(body).GetProperty("results")[0];
        Assert.False(result.TryGetProperty("error", out JsonElement error), $"{question}: {error}");
        return result.TryGetProperty("series", out JsonElement series) ? [.. series.EnumerateArray()] : [];
    }

    /// <summary>Asks for one value of each series, by a tag.</summary>
    public SortedDictionary<string, long> ByTag(string database, string question, string tag)
    {
        SortedDictionary<string, long> values = new(StringComparer.Ordinal);
        foreach (JsonElement series in Query(database, question))
        {
            values[series.GetProperty("tags").GetProperty(tag).GetString()!] = series.GetProperty("values")[0][1].GetInt64();
        }

        return values;
    }

    /// <summary>Rows of the only series of an answer: time and values.</summary>
    public IReadOnlyList<JsonElement> Rows(string database, string question) =>
        Query(database, question) is [JsonElement series] ? [.. series.GetProperty("values").EnumerateArray()] : [];

    /// <summary>Keys of all series, exactly.</summary>
    public IReadOnlyList<string> Series(string database) => [.. Rows(database, "SHOW SERIES").Select(static row => row[0].GetString()!)];

    public void Dispose()
    {
        _process?.Dispose();
        _client.Dispose();
        _folder.Dispose();
    }

    private bool Answers()
    {
        try
        {
            using HttpResponseMessage response = _client.GetAsync("/ping").GetAwaiter().GetResult();
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
