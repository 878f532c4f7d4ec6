using System.Text.Json;
using FlowSensor.IntegrationTests.Commands;
using FlowSensor.IntegrationTests.Peers;

namespace FlowSensor.IntegrationTests.Logs;

public sealed class LogsCommandTests
{
    [Fact]
    public void LogsRareAndGaps_OfAFile_PrintAsDocumented()
    {
        using TemporaryFolder folder = new();
        List<string> lines = [.. Enumerable.Range(0, 2_000).Where(static number => number is <= 500 or > 1_700).Select(LogSensor.Line)];
        lines.Insert(501, LogSensor.Line(500)[..15] + " mail disk[7]: I/O error on the spool, aborting");
        File.WriteAllLines(folder.File("mail.log"), lines);

        JsonElement rare = Json(folder, "logs", "rare", "mail.log", "--year", "2026", "--top", "3", "--json");
        Assert.Equal(3, rare.GetArrayLength());
        JsonElement first = rare[0];
        Assert.Equal((1, 1), (first.GetProperty("rank").GetInt32(), first.GetProperty("count").GetInt32()));
        Assert.Equal("I/O error on the spool, aborting", first.GetProperty("sample").GetString());
        Assert.Equal("I/O error on the spool, aborting", first.GetProperty("template").GetString());
        Assert.Equal("2026-11-20T00:08:20.000Z", first.GetProperty("first").GetString());
        Assert.Equal(["error", "abort"], first.GetProperty("words").EnumerateArray().Select(static word => word.GetString()));
        Assert.Contains(first.GetProperty("near").EnumerateArray(), static near => near.GetString()!.StartsWith("after 2026-11-20 00:28:21Z orchard:", StringComparison.Ordinal) || near.GetString()!.StartsWith("before 2026-11-20 00:08:20Z orchard:", StringComparison.Ordinal));
        Assert.False(first.TryGetProperty("over_time", out _));
        Assert.True(rare[1].TryGetProperty("over_time", out _));

        JsonElement gap = Assert.Single(Json(folder, "logs", "gaps", "mail.log", "--year", "2026", "--json").EnumerateArray());
        Assert.Equal(1_201, gap.GetProperty("duration_s").GetDouble());
        Assert.True(gap.GetProperty("after_rare").GetBoolean());

        string text = Run(folder, "logs", "rare", "mail.log", "--year", "2026", "--top", "1").Output;
        Assert.Contains("1 of 6 message types, from 801 lines", text, StringComparison.Ordinal);
        Assert.Contains("words: error, abort", text, StringComparison.Ordinal);
        Assert.Contains("20m 01s of silence  mail orchard", Run(folder, "logs", "gaps", "mail.log", "--year", "2026").Output, StringComparison.Ordinal);
        Assert.StartsWith("rank,count,program,host,template,sample,first,last,words\n1,1,disk,mail,", Run(folder, "logs", "rare", "mail.log", "--csv", "--words", "spool").Output, StringComparison.Ordinal);
        Assert.Empty(Json(folder, "logs", "rare", "mail.log", "--year", "2026", "--since", "2026-11-21", "--json").EnumerateArray());
    }

    [Theory]
    [InlineData(1, "does not exist", "logs", "rare", "nothing.log")]
    [InlineData(2, "name the log files", "logs", "gaps")]
    [InlineData(1, "There is no store", "logs", "rare")]
    [InlineData(2, "is no time", "logs", "rare", "-", "--since", "soon")]
    [InlineData(2, "is no time zone", "logs", "gaps", "-", "--zone", "Mars")]
    public void Logs_WrongUse_SaysWhatToDo(int status, string sentence, params string[] arguments)
    {
        using TemporaryFolder folder = new();
        SensorResult result = Sensor.Run(folder.Path, arguments);
        Assert.Equal(status, result.ExitCode);
        Assert.Contains(sentence, result.Error, StringComparison.Ordinal);
    }

    private static SensorResult Run(TemporaryFolder folder, params string[] arguments)
    {
        SensorResult result = Sensor.Run(folder.Path, arguments);
        Assert.True(result.ExitCode == 0, result.Error);
        return result;
    }

    private static JsonElement Json(TemporaryFolder folder, params string[] arguments)
    {
        using JsonDocument document = JsonDocument.Parse(Run(folder, arguments).Output);
        return document.RootElement.Clone();
    }
}
