using System.IO.Compression;
using System.Net;
using System.Text.Json;
using FlowSensor.IntegrationTests.Commands;

namespace FlowSensor.IntegrationTests.Dashboard.Api;

/// <summary>What operators do over the API is stored, shows in answers and commands, and is in the audit log.</summary>
[Collection(ApiSensorCollection.Name)]
public sealed class ApiActionTests(ApiSensor sensor)
{
    [Fact]
    public async Task Actions_OfAnOperator_AreStoredShownAndWrittenDown()
    {
        string id = sensor.Incidents[0];
        string before = sensor.Text($"incidents/{id}?evidence=0");

        JsonElement acknowledged = Done(sensor.Post($"incidents/{id}/acknowledge", """{"reason":"written to <b>them</b>","for":"2h"}"""), HttpStatusCode.OK);
        JsonElement muted = Done(sensor.Post($"incidents/{id}/mute", "{}"), HttpStatusCode.OK);
        JsonElement excluded = Done(sensor.Post($"incidents/{id}/exclude", """{"for":"1d"}"""), HttpStatusCode.OK);
        JsonElement wide = Done(sensor.Post("silences", """{"action":"mute","network":"198.51.100.0/24","reason":"lab"}"""), HttpStatusCode.Created);
        Done(sensor.Post($"incidents/{id}/notes", """{"text":"<script>alert(1)</script>\nsecond line"}"""), HttpStatusCode.Created);

        JsonElement shown = sensor.Json($"incidents/{id}?evidence=0");
        Assert.DoesNotContain("acknowledged_by", before, StringComparison.Ordinal);
        Assert.Equal("acknowledge", acknowledged.GetProperty("action").GetString());
        Assert.Equal(acknowledged.GetProperty("author").GetString(), shown.GetProperty("acknowledged_by").GetString());
        Assert.Equal((shown.GetProperty("rule").GetString(), "mute"), (muted.GetProperty("rule").GetString(), muted.GetProperty("action").GetString()));
        Assert.Equal("exclude", excluded.GetProperty("action").GetString());
        Assert.Equal("<script>alert(1)</script>\nsecond line", sensor.Json($"incidents/{id}/notes")[0].GetProperty("text").GetString());

        long[] numbers = [.. sensor.Json("silences").EnumerateArray().Select(static silence => silence.GetProperty("number").GetInt64())];
        Assert.Equal(4, numbers.Length);
        using HttpResponseMessage removed = await sensor.Client.DeleteAsync($"silences/{wide.GetProperty("number").GetInt64()}");
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        Assert.Equal(3, sensor.Json("silences").GetArrayLength());
        Assert.Contains("written to <b>them</b>", Sensor.Run(sensor.Folder, "incidents", "silences", "--config", "flowsensor.yaml").Output, StringComparison.Ordinal);

        using HttpResponseMessage unlimited = sensor.Post("silences", """{"action":"mute"}""");
        Assert.Equal(HttpStatusCode.BadRequest, unlimited.StatusCode);
        CheckReports(id);
        CheckBlocklist();
        CheckAudit(id);
    }

    private static JsonElement Done(HttpResponseMessage response, HttpStatusCode status)
    {
        using (response)
        {
            string text = response.Content.ReadAsStringAsync().GetAwaiter().GetResult();
            Assert.True(status == response.StatusCode, $"{response.StatusCode}: {text}");
            return JsonElement.Parse(text);
        }
    }

    private void CheckReports(string id)
    {
        using HttpResponseMessage text = sensor.Post($"incidents/{id}/report", """{"offline":true}""");
        using HttpResponseMessage xarf = sensor.Post($"incidents/{id}/report", """{"format":"xarf","offline":true}""");
        using HttpResponseMessage bundle = sensor.Post($"incidents/{id}/report", """{"format":"bundle","offline":true}""");
        using HttpResponseMessage unknown = sensor.Post($"incidents/{id}/report", """{"format":"word"}""");

        string report = text.Content.ReadAsStringAsync().GetAwaiter().GetResult();
        Assert.Equal("text/plain", text.Content.Headers.ContentType?.MediaType);
        Assert.Contains("attachment", text.Content.Headers.ContentDisposition?.ToString(), StringComparison.Ordinal);
        Assert.Contains(sensor.Json($"incidents/{id}?evidence=0").GetProperty("source").GetString()!, report, StringComparison.Ordinal);
        Assert.Equal(
            Sensor.Run(sensor.Folder, "report", "--incident", id, "--offline", "--format", "text", "--config", "flowsensor.yaml").Output, report);
        Assert.Equal(JsonValueKind.Object, JsonElement.Parse(xarf.Content.ReadAsStringAsync().GetAwaiter().GetResult()).ValueKind);
        using ZipArchive archive = new(bundle.Content.ReadAsStream());
        Assert.NotEmpty(archive.Entries);
        Assert.Equal(HttpStatusCode.BadRequest, unknown.StatusCode);
    }

    private void CheckBlocklist()
    {
        using HttpResponseMessage response = sensor.Post("blocklist", """{"format":"plain","least_severity":0,"lifetime":"3660d","kinds":["smtp_sender","host_scan","port_scan","syn_flood_source"]}""");
        string list = response.Content.ReadAsStringAsync().GetAwaiter().GetResult();
        SensorResult printed = Sensor.Run(
            sensor.Folder, "blocklist", "--format", "plain", "--least-severity", "0", "--lifetime", "3660d", "--kind", "smtp_sender", "host_scan", "port_scan", "syn_flood_source", "--config", "flowsensor.yaml");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(0, printed.ExitCode);
        Assert.Equal(Lines(printed.Output), Lines(list));
    }

    // The head of a list names the moment it was made.
    private static IEnumerable<string> Lines(string list) => list.Split('\n').Where(static line => !line.StartsWith('#'));

    private void CheckAudit(string id)
    {
        SensorResult audit = Sensor.Run(sensor.Folder, "audit", "--json", "--config", "flowsensor.yaml");
        Assert.Equal(("", 0), (audit.Error, audit.ExitCode));
        JsonElement[] entries = [.. JsonElement.Parse(audit.Output).EnumerateArray()];

        foreach (string action in (string[])["incident.acknowledge", "incident.mute", "incident.exclude", "incident.note", "report.make"])
        {
            Assert.Contains(entries, entry => entry.GetProperty("action").GetString() == action && entry.GetProperty("subject").GetString() == id && entry.GetProperty("result").GetString() == "done");
        }

        // The form that there is not was an attempt, with what was wrong about it.
        Assert.Contains(entries, entry => entry.GetProperty("action").GetString() == "report.make" && entry.GetProperty("subject").GetString() == id
            && entry.GetProperty("result").GetString() == "invalid" && entry.GetProperty("detail").GetString()!.Contains("format: is none of", StringComparison.Ordinal));
        Assert.Contains(entries, static entry => entry.GetProperty("action").GetString() == "blocklist.make");
        Assert.Contains(entries, static entry => entry.GetProperty("action").GetString() == "silence.remove");
    }
}
