using FlowSensor.IntegrationTests.Commands;
using FlowSensor.IntegrationTests.Peers;

namespace FlowSensor.IntegrationTests.ClickHouse;

/// <summary>A sensor that writes to ClickHouse.</summary>
internal static class ClickHouseSensor
{
    // Whole hours, parts of them, and what is left out by count, service, side and time.
    private static readonly string[] Questions =
    [
        "top --json --top 0",
        "top --csv --top 5 --service smtp --direction request --from 2026-01-05T00:10:00Z --to 2026-01-05T01:03:00Z",
        "buckets --json",
        "buckets --csv --service smtp --by pair --from 2026-01-05T00:00:00Z --to 2026-01-05T01:05:00Z",
        "exporters --json",
    ];

    /// <summary>Writes a configuration and the file of the password.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="server">The server that is written to.</param>
    /// <param name="name">Name of the sensor, and of its files.</param>
    /// <param name="database">The database.</param>
    /// <param name="more">Further settings of <c>outputs.clickhouse</c>, each with a comma before it.</param>
    /// <param name="top">Further sections.</param>
    /// <returns>Name of the file.</returns>
    public static string Configure(TemporaryFolder folder, ClickHouseServer server, string name, string database, string more = "", string top = "")
    {
        File.WriteAllText(folder.File("password"), ClickHouseServer.Password + "\n");
        string file = folder.File(name + ".yaml");
        File.WriteAllText(file, $$"""
            sensor: {name: {{name}}}
            store: {path: ./{{name}}-data}
            outputs:
              clickhouse: {url: "{{server.Url}}", database: {{database}}, user: {{ClickHouseServer.User}}, password_file: password, batch_age: 1s{{more}}}
            {{top}}
            """);
        return file;
    }

    /// <summary>Runs a command that must end well, and gives its output.</summary>
    /// <param name="folder">Working folder.</param>
    /// <param name="arguments">The command.</param>
    public static string Run(TemporaryFolder folder, params string[] arguments)
    {
        SensorResult result = Sensor.Run(folder.Path, arguments);
        Assert.True(result.ExitCode == 0, $"{string.Join(' ', arguments)} ended with {result.ExitCode}: {result.Error}");
        Assert.DoesNotContain(ClickHouseServer.Password, result.Error + result.Output, StringComparison.Ordinal);
        return result.Output;
    }

    /// <summary>Asks the same of the embedded store and of ClickHouse; the answers must be the same, octet by octet.</summary>
    /// <param name="folder">Working folder.</param>
    /// <param name="config">Configuration with the password.</param>
    /// <param name="store">Folder of the embedded store.</param>
    /// <param name="address">Address of the database.</param>
    /// <param name="questions">The questions; the usual ones when none are given.</param>
    public static void AssertSameAnswers(TemporaryFolder folder, string config, string store, string address, params string[] questions)
    {
        foreach (string question in questions.Length > 0 ? questions : Questions)
        {
            string[] arguments = [.. question.Split(' '), "--config", config, "--store"];

            string ofStore = Run(folder, [.. arguments, store]);
            string ofDatabase = Run(folder, [.. arguments, address]);

            Assert.True(ofStore.Length > 2, question);
            Assert.Equal(ofStore, ofDatabase);
        }
    }
}
