using System.Globalization;
using System.Text.Json;
using FlowSensor.IntegrationTests.Commands;

namespace FlowSensor.IntegrationTests.Logs;

/// <summary>A running sensor opens incidents of what it finds in logs, and goes on with them when it is started again.</summary>
public sealed class LogIncidentsTests
{
    [Fact]
    public void Run_ServerSaysItIsOverloaded_IsOneIncidentOverARestart()
    {
        using LogSensor sensor = new("logs: [{path: mail.log}]");
        File.WriteAllText(sensor.Log, Line("rejecting connections on daemon MTA: load average: 14"));
        sensor.Start();
        sensor.WaitUntil(() => Incidents(sensor).Length == 1);
        JsonElement first = Incidents(sensor)[0];
        sensor.Stop();

        sensor.Start();
        File.AppendAllText(sensor.Log, Line("no space left on device, cannot queue"));
        sensor.WaitUntil(() => Incidents(sensor).Length == 2);
        sensor.Stop();

        JsonElement[] incidents = Incidents(sensor);
        Assert.Equal(["mail sendmail load_shedding", "mail sendmail overload"], incidents.Select(static incident => incident.GetProperty("group").GetString()).Order(StringComparer.Ordinal));
        Assert.Contains(first.GetProperty("id").GetString(), incidents.Select(static incident => incident.GetProperty("id").GetString()));
        Assert.All(incidents, static incident => Assert.Equal(("log_finding", JsonValueKind.Null), (incident.GetProperty("kind").GetString(), incident.GetProperty("closed").ValueKind)));
        Assert.Contains("load average: 14", Sensor.Run(sensor.Folder, "incidents", "show", first.GetProperty("id").GetString()!, "--store", "s").Output, StringComparison.Ordinal);
    }

    private static JsonElement[] Incidents(LogSensor sensor) =>
        [.. JsonElement.Parse(Sensor.Run(sensor.Folder, "incidents", "--store", "s", "--json").Output).EnumerateArray()];

    private static string Line(string text) =>
        string.Create(CultureInfo.InvariantCulture, $"{TimeProvider.System.GetUtcNow():yyyy-MM-dd'T'HH:mm:ss'Z'} mail sendmail[77]: {text}\n");
}
