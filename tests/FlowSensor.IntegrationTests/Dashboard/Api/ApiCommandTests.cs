using System.Text;
using FlowSensor.IntegrationTests.Commands;

namespace FlowSensor.IntegrationTests.Dashboard.Api;

/// <summary>The commands, the API and the commands that ask the API say the same, byte for byte.</summary>
[Collection(ApiSensorCollection.Name)]
public sealed class ApiCommandTests(ApiSensor sensor)
{
    [Theory]
    [InlineData("top", "top")]
    [InlineData("top --service smtp --direction request --from 2026-11-20 --to 2026-11-22 --top 5", "top?service=smtp&direction=request&from=2026-11-20&to=2026-11-22&top=5")]
    [InlineData("top --by institution --service all", "top?by=institution&service=all")]
    [InlineData("top --from 2026-11-20 --top 0", "top?from=2026-11-20&top=0")]
    [InlineData("buckets --service smtp --by pair --from 2026-11-20", "buckets?service=smtp&by=pair&from=2026-11-20")]
    [InlineData("exporters --from 2026-11-20", "exporters?from=2026-11-20")]
    [InlineData("incidents --from 2026-11-20", "incidents?from=2026-11-20&limit=0")]
    [InlineData("mailservers --from 2026-11-20", "mailservers?from=2026-11-20")]
    [InlineData("mailservers --day 2026-11-21", "mailservers?day=2026-11-21")]
    public void Answers_OfStoreApiAndUrl_AreTheSame(string command, string path)
    {
        string[] arguments = [.. command.Split(' '), "--config", "flowsensor.yaml"];

        string stored = Run([.. arguments, "--json"]);

        Assert.True(stored.Length > 20, $"{command}: {stored}");
        Assert.Equal(stored, sensor.Text($"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}format=json"));
        Assert.Equal(stored, Run([.. arguments, "--json", "--url", sensor.Origin]));
        Assert.Equal(Run([.. arguments, "--csv"]), sensor.Text($"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}format=csv"));
        Assert.Equal(Run(arguments), Run([.. arguments, "--url", sensor.Origin]));
    }

    [Theory]
    [InlineData("incidents monthly", "incidents/months")]
    [InlineData("logs rare", "logs/rare")]
    public void Answers_OfStoreAndApi_AreTheSame(string command, string path)
    {
        foreach (string form in (string[])["json", "csv"])
        {
            Assert.Equal(Run([.. command.Split(' '), "--config", "flowsensor.yaml", "--" + form]), sensor.Text($"{path}?format={form}"));
        }
    }

    [Fact]
    public void Incident_ShownByCommandAndApi_IsTheSame() =>
        Assert.Equal(Run("incidents", "show", sensor.Incidents[0], "--config", "flowsensor.yaml", "--json"), sensor.Text($"incidents/{sensor.Incidents[0]}?evidence=100000"));

    [Fact]
    public void Contact_OfCommandApiAndUrl_IsTheSame()
    {
        string[] arguments = ["contact", "192.0.2.25", "--offline", "--config", "flowsensor.yaml"];
        string asked = sensor.Text("contacts/192.0.2.25?offline=true");

        Assert.Contains("abuse@univ.example", asked, StringComparison.Ordinal);
        Assert.Equal(WithoutAges(Run([.. arguments, "--json"])), WithoutAges(asked));
        Assert.Equal(WithoutAges(asked), WithoutAges(Run([.. arguments, "--json", "--url", sensor.Origin])));
        Assert.Equal(WithoutAges(Run(arguments)), WithoutAges(Run([.. arguments, "--url", sensor.Origin])));
    }

    [Fact]
    public void Routes_OfCommandApiAndUrl_AreTheSame()
    {
        // Files stand for routers here, so that asking them again is the same as what the sensor knows.
        foreach (string form in (string[])["json", "csv"])
        {
            string asked = sensor.Text($"routes?limit=0&format={form}");
            Assert.Equal(Run("routes", "--config", "flowsensor.yaml", "--store", "elsewhere", "--" + form), asked);
            Assert.Equal(asked, Run("routes", "--" + form, "--url", sensor.Origin));
        }

        string table = Run("routes", "--url", sensor.Origin, "core1");
        Assert.Contains("core1: 4 routes", table, StringComparison.Ordinal);
        Assert.Contains("203.0.113.5,", table, StringComparison.Ordinal);
        Assert.DoesNotContain("edge2", table, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("top --url ftp://127.0.0.1", 2, "--url")]
    [InlineData("top --url http://user@127.0.0.1:1", 2, "--url")]
    [InlineData("top --url http://127.0.0.1:1", 1, "cannot be asked")]
    [InlineData("top --url http://127.0.0.1:1 --store s", 2, "exclude")]
    [InlineData("top --token-file t", 2, "--url")]
    [InlineData("top --url http://192.0.2.1 --token-file flowsensor.yaml", 2, "https")]
    [InlineData("top --url URL --from never", 2, "from")]
    [InlineData("incidents --url URL --kind nonsense", 2, "kind")]
    [InlineData("top --url URL --token-file absent", 2, "absent")]
    public void Url_ThatCannotBeAsked_IsOneSentence(string command, int exitCode, string word)
    {
        SensorResult result = Sensor.Run(sensor.Folder, command.Replace("URL", sensor.Origin, StringComparison.Ordinal).Split(' '));

        Assert.Equal((exitCode, ""), (result.ExitCode, result.Output));
        Assert.Contains(word, Assert.Single(result.Error.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    private static string WithoutAges(string text)
    {
        StringBuilder kept = new();
        foreach (string part in text.Split("\"age_s\":"))
        {
            kept.Append(kept.Length == 0 ? part : part[part.IndexOfAny([',', '}'])..]);
        }

        return System.Text.RegularExpressions.Regex.Replace(kept.ToString(), @"\(\d+ s old\)", "(old)");
    }

    private string Run(params string[] arguments)
    {
        SensorResult result = Sensor.Run(sensor.Folder, arguments);
        Assert.Equal(("", 0), (result.Error, result.ExitCode));
        return result.Output;
    }
}
