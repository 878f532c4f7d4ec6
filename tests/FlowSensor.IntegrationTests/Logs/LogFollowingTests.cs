using System.Text;
using System.Text.Json;
using FlowSensor.IntegrationTests.Commands;

namespace FlowSensor.IntegrationTests.Logs;

/// <summary>The running program follows a log across rotations and its own violent ends: each line counts once.</summary>
public sealed class LogFollowingTests
{
    private const string Input = "logs: [{path: mail.log}]";

    [Fact]
    public void Run_KilledMidFileAndRotatedMeanwhile_EachLineOnce()
    {
        using LogSensor sensor = new(Input);
        int written = Write(sensor.Log, 0, 400_000);
        sensor.Start();
        sensor.WaitUntil(() => sensor.StoredLines() > 0);
        sensor.Kill();
        long atKill = sensor.StoredLines();

        written = Write(sensor.Log, written, 1_000);
        Rename(sensor.Log);
        written = Write(sensor.Log, written, 1_000);
        sensor.Start();
        sensor.WaitUntil(() => sensor.StoredLines() > atKill);
        sensor.Kill();

        Rename(sensor.Log);
        written = Write(sensor.Log, written, 1_000);
        Rename(sensor.Log);
        written = Write(sensor.Log, written, 1_000);
        sensor.Start();
        written = Write(sensor.Log, written, 1_000);
        sensor.WaitUntil(() => sensor.StoredLines() == written);
        CopyAndEmpty(sensor.Log);
        written = Write(sensor.Log, written, 500);
        sensor.WaitUntil(() => sensor.StoredLines() >= written);
        sensor.Kill();
        written = Write(sensor.Log, written, 500);
        CopyAndEmpty(sensor.Log);
        written = Write(sensor.Log, written, 500);
        sensor.Start();
        sensor.WaitUntil(() => sensor.StoredLines() >= written);
        string said = sensor.Stop();

        Assert.Equal(written, sensor.StoredLines());
        Assert.InRange(atKill, 1, written - 1);
        Assert.Contains("copies_missing 0, files_missing 0", said, StringComparison.Ordinal);
        AssertCounts(sensor, written);
    }

    [Fact]
    public void Run_LongLineNulsInvalidTextAndClockSetBack_LosesNothing()
    {
        using LogSensor sensor = new(Input);
        sensor.Start();
        int written = Write(sensor.Log, 0, 1_000);
        using (FileStream log = new(sensor.Log, FileMode.Append, FileAccess.Write, FileShare.ReadWrite))
        {
            log.Write(Encoding.ASCII.GetBytes("Nov 20 01:00:00 mail long[1]: one enormous line "));
            byte[] block = new byte[1 << 20];
            Array.Fill(block, (byte)'y');
            for (int i = 0; i < 64; i++)
            {
                log.Write(block);
            }

            log.Write("\n"u8);
            log.Write(new byte[4_096]);
            log.Write(Encoding.ASCII.GetBytes("Nov 20 01:00:01 mail nul[1]: behind a hole of the disk\n"));
            log.Write([.. Encoding.ASCII.GetBytes("Nov 20 01:00:02 mail text[1]: not at all "), 0xFF, 0xC3, 0x28, 0x0A]);
        }

        // The clock is set back by days: the same times come again.
        Write(sensor.Log, 0, 1_000);
        sensor.WaitUntil(() => sensor.StoredLines() >= (2 * written) + 3);
        sensor.Kill();
        sensor.Start();
        written = Write(sensor.Log, written, 20) - 20;
        sensor.WaitUntil(() => sensor.StoredLines() >= (2 * written) + 23);
        sensor.Stop();

        Assert.Equal((2 * written) + 23, sensor.StoredLines());
        Assert.Equal(1, sensor.Types().Single(static type => type.Program == "long").Count);
        Assert.Equal("behind a hole of the disk", sensor.Types().Single(static type => type.Program == "nul").Sample);
        Assert.Contains('\uFFFD', sensor.Types().Single(static type => type.Program == "text").Sample);
    }

    private static void AssertCounts(LogSensor sensor, int written)
    {
        SensorResult result = Sensor.Run(sensor.Folder, "logs", "rare", "--store", "s", "--top", "0", "--json");
        Assert.Equal(0, result.ExitCode);
        using JsonDocument types = JsonDocument.Parse(result.Output);
        Assert.Equal(5, types.RootElement.GetArrayLength());
        foreach (JsonElement type in types.RootElement.EnumerateArray())
        {
            string[] sample = type.GetProperty("sample").GetString()!.Split(' ');
            int expected = Enumerable.Range(0, written).Count(number => LogSensor.Line(number % 5).Contains($": {sample[0]} ", StringComparison.Ordinal));
            Assert.Equal(expected, type.GetProperty("count").GetInt32());
        }
    }

    private static int Write(string log, int from, int count)
    {
        using StreamWriter writer = new(log, append: true);
        for (int number = from; number < from + count; number++)
        {
            writer.Write(LogSensor.Line(number) + "\n");
        }

        return from + count;
    }

    private static void Shift(string log)
    {
        for (int number = 9; number > 0; number--)
        {
            if (File.Exists($"{log}.{number}"))
            {
                File.Move($"{log}.{number}", $"{log}.{number + 1}");
            }
        }
    }

    private static void Rename(string log)
    {
        Shift(log);
        File.Move(log, log + ".1");
    }

    private static void CopyAndEmpty(string log)
    {
        Shift(log);
        File.Copy(log, log + ".1");
        using FileStream file = new(log, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        file.SetLength(0);
    }
}
