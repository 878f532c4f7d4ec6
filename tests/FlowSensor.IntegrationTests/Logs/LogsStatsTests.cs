using System.Text.Json;
using FlowSensor.IntegrationTests.Commands;
using FlowSensor.IntegrationTests.Packets;
using FlowSensor.IntegrationTests.Peers;

namespace FlowSensor.IntegrationTests.Logs;

/// <summary>The daemons' logs through the command line: what it prints equals what grep counts, and what the packets of the same sessions give.</summary>
public sealed class LogsStatsTests : IDisposable
{
    private const string Server = "192.0.2.25";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("mail-ordinary")]
    [InlineData("mail-user-unknown")]
    [InlineData("mail-starttls")]
    public void Stats_RecordedLogs_CountsWhatGrepCounts(string name)
    {
        RecordedScenario scenario = new(name);

        JsonElement answer = Stats(scenario, "--json");

        JsonElement mail = answer.GetProperty("mail").EnumerateArray().Single(row => row.GetProperty("server").GetString() == Server);
        Assert.Equal(
            (scenario.Truth("mail", "nc"), scenario.Truth("mail", "nf"), scenario.Truth("dns", "dq")),
            (SensorTable.Number(mail, "nc"), SensorTable.Number(mail, "nf"), SensorTable.Number(mail, "dq")));
        foreach (JsonProperty reject in scenario.Expected.GetProperty("mail").GetProperty("rejects").EnumerateObject())
        {
            Assert.Equal(reject.Value.GetInt64(), SensorTable.Number(answer.GetProperty("rejects"), reject.Name));
        }

        Assert.Equal(SensorTable.Number(answer, "lines"), SensorTable.Number(answer, "parsed"));
        Assert.Equal(SensorTable.Number(answer, "lines"), answer.GetProperty("programs").EnumerateObject().Sum(static program => program.Value.GetInt64()));
        Assert.Equal(scenario.Truth("dns", "queries"), SensorTable.Number(answer.GetProperty("dns"), "queries"));
    }

    [Fact]
    public void MailServers_WireAndLogInAStore_StandSideBySideWithoutDifference()
    {
        RecordedScenario scenario = new("mail-ordinary");
        string store = _folder.File("store");
        SensorTable.Replay(_folder, scenario.Capture, "--store", store);
        Stats(scenario, "--json", "--store", store);

        SensorResult result = Sensor.Run(_folder.Path, "mailservers", "--store", store, "--json");

        JsonElement day = JsonElement.Parse(result.Output).EnumerateArray().Single();
        Assert.Equal("wire", day.GetProperty("origin").GetString());
        Assert.Equal(scenario.Truth("mail", "nc"), SensorTable.Number(day, "nc"));
        Assert.Equal(scenario.Truth("mail", "nc"), SensorTable.Number(day.GetProperty("log"), "nc"));
        foreach (string count in new[] { "nc", "nf", "np", "imap", "dq", "rejected", "failed_logins" })
        {
            Assert.Equal((count, 0L), (count, SensorTable.Number(day.GetProperty("log_minus_wire"), count)));
        }

        Assert.Contains("log - wire", Sensor.Run(_folder.Path, "mailservers", "--store", store).Output, StringComparison.Ordinal);
        string date = day.GetProperty("day").GetString()!;
        Assert.Contains("its log: ", Sensor.Run(_folder.Path, "mailservers", "--store", store, "--day", date).Output, StringComparison.Ordinal);
        Assert.Equal(3, Sensor.Run(_folder.Path, "mailservers", "--store", store, "--csv").Output.Trim().Split('\n').Length);
    }

    [Fact]
    public void MailServers_OnlyLogInAStore_IsFromLog()
    {
        string store = _folder.File("store");
        Stats(new RecordedScenario("pop3-load"), "--json", "--store", store);

        JsonElement day = JsonElement.Parse(Sensor.Run(_folder.Path, "mailservers", "--store", store, "--json").Output).EnumerateArray().Single();

        Assert.Equal("log", day.GetProperty("origin").GetString());
        Assert.False(day.TryGetProperty("log", out _));
    }

    [Fact]
    public void Stats_Day_IsThePicture()
    {
        RecordedScenario scenario = new("mail-ordinary");

        string picture = Run(scenario, "--day", "2026-11-21").Output;

        Assert.Contains($"{Server}  2026-11-21 Saturday", picture, StringComparison.Ordinal);
        Assert.Contains("(from its log)", picture, StringComparison.Ordinal);
        Assert.StartsWith("0 lines", Run(scenario, "--day", "2026-11-20").Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "flowsensor: missing.log does not exist.", "missing.log")]
    [InlineData(2, "flowsensor: --server 'mail' is no IP address; write it as 192.0.2.25 or 2001:db8::25.", "x.log", "--server", "mail")]
    [InlineData(2, "flowsensor: --zone 'Mars' is no time zone; write a name such as UTC, Europe/Vienna or Asia/Taipei.", "x.log", "--zone", "Mars")]
    [InlineData(2, "flowsensor: --day 'today' is no date; write it as 2026-01-31.", "x.log", "--day", "today")]
    [InlineData(2, "flowsensor: --json and --csv exclude each other; give one of them.", "x.log", "--json", "--csv")]
    public void Stats_WrongUse_SaysOneSentence(int exitCode, string sentence, params string[] arguments)
    {
        SensorResult result = Sensor.Run(_folder.Path, ["logs", "stats", .. arguments]);

        Assert.Equal((exitCode, sentence), (result.ExitCode, result.Error.TrimEnd()));
    }

    private JsonElement Stats(RecordedScenario scenario, params string[] arguments)
    {
        SensorResult result = Run(scenario, arguments);
        Assert.Equal("", result.Error);
        return JsonElement.Parse(result.Output);
    }

    private SensorResult Run(RecordedScenario scenario, params string[] arguments)
    {
        string folder = Path.GetDirectoryName(scenario.Capture)!;
        string[] logs = [.. "mail.log.gz queries.log.gz dovecot.log.gz".Split(' ').Select(log => Path.Combine(folder, log)).Where(File.Exists)];
        return Sensor.Run(_folder.Path, ["logs", "stats", .. logs, "--server", Server, "--year", "2026", .. arguments]);
    }
}
