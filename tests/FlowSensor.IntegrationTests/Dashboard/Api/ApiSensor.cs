using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using FlowSensor.IntegrationTests.Commands;
using FlowSensor.IntegrationTests.Dashboard.Browser;

namespace FlowSensor.IntegrationTests.Dashboard.Api;

/// <summary>One running sensor for all tests of the API, and a client for it.</summary>
public sealed class ApiSensor : IDisposable
{
    private const string Complaint = """
        From: Reporter <reporter@example.net>
        To: abuse@univ.example
        Subject: =?utf-8?q?spam_<script>alert(1)</script>?=
        Message-ID: <complaint-1@example.net>
        Date: Sat, 21 Nov 2026 10:00:00 +0000
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=feedback-report; boundary=b

        --b
        Content-Type: text/plain

        An abuse report.
        --b
        Content-Type: message/feedback-report

        Feedback-Type: abuse
        User-Agent: Test/1.0
        Version: 1
        Source-IP: 192.0.2.25
        Arrival-Date: Sat, 21 Nov 2026 09:20:30 +0000

        --b
        Content-Type: message/rfc822

        From: spammer@example.com
        Subject: buy

        text
        --b--
        """;

    private readonly DashboardSensor _sensor = DashboardSensor.Start();

    public ApiSensor()
    {
        Client = new HttpClient { BaseAddress = new Uri(_sensor.Origin + "/api/v1/") };
        File.WriteAllText(Path.Combine(_sensor.Folder, "complaint.eml"), Complaint.ReplaceLineEndings("\n") + "\n");
        SensorResult ingested = Sensor.Run(_sensor.Folder, "abuse", "ingest", "complaint.eml", "--offline", "--config", "flowsensor.yaml");
        Assert.Equal(("", 0), (ingested.Error, ingested.ExitCode));

        // The log is read beside the captures, and what was learned of it comes to the store some seconds later.
        WaitForLog();
        Incidents = [.. Json("incidents?from=2026-11-20&limit=0").EnumerateArray().Select(static incident => incident.GetProperty("id").GetString()!)];
        Assert.NotEmpty(Incidents);
    }

    /// <summary>Asks below <c>/api/v1/</c>.</summary>
    public HttpClient Client { get; }

    /// <summary>Address of the dashboard.</summary>
    public string Origin => _sensor.Origin;

    /// <summary>Folder with configuration and store.</summary>
    public string Folder => _sensor.Folder;

    /// <summary>Identifiers of all incidents, the oldest first.</summary>
    public IReadOnlyList<string> Incidents { get; }

    /// <summary>An answer's text; it must be a good one.</summary>
    public string Text(string path, string? accept = null) => Encoding.UTF8.GetString(Bytes(path, accept));

    /// <summary>An answer's bytes; it must be a good one.</summary>
    public byte[] Bytes(string path, string? accept = null)
    {
        using HttpResponseMessage response = Get(path, accept);
        byte[] body = response.Content.ReadAsByteArrayAsync().GetAwaiter().GetResult();
        Assert.True(response.IsSuccessStatusCode, $"{path}: {(int)response.StatusCode} {Encoding.UTF8.GetString(body)}");
        return body;
    }

    /// <summary>An answer as JSON; it must be a good one.</summary>
    public JsonElement Json(string path) => JsonElement.Parse(Text(path));

    /// <summary>An answer, good or not.</summary>
    public HttpResponseMessage Get(string path, string? accept = null)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, path);
        if (accept is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept", accept);
        }

        return Client.SendAsync(request).GetAwaiter().GetResult();
    }

    /// <summary>The answer to a JSON body, good or not.</summary>
    public HttpResponseMessage Post(string path, string body, string type = "application/json")
    {
        using StringContent content = new(body, Encoding.UTF8);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return Client.PostAsync(path, content).GetAwaiter().GetResult();
    }

    public void Dispose()
    {
        Client.Dispose();
        _sensor.Dispose();
    }

    private void WaitForLog()
    {
        string before = "";
        for (int i = 0; i < 60; i++)
        {
            string now = Text("logs/rare?top=0");
            if (now == before && now.Length > 10)
            {
                return;
            }

            before = now;
            Thread.Sleep(1_500);
        }

        throw new TimeoutException("The log was not read.");
    }
}
