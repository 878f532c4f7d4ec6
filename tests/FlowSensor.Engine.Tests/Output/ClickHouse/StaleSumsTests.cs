using FlowSensor.Engine.Output.ClickHouse;

namespace FlowSensor.Engine.Tests.Output.ClickHouse;

public sealed class StaleSumsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("flowsensor").FullName;

    private string File => Path.Combine(_folder, "sums");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void TakeBefore_ATime_GivesMinutesBeforeItAndHoursThatEndByIt()
    {
        StaleSums sums = new(File);
        sums.Mark([3_540, 3_600, 7_140, 7_200]);

        (IReadOnlyList<uint> minutes, IReadOnlyList<uint> hours) = sums.TakeBefore(7_200);

        Assert.Equal([3_540u, 3_600u, 7_140u], minutes);
        Assert.Equal([0u, 3_600u], hours);
        (minutes, hours) = sums.TakeBefore(uint.MaxValue);
        Assert.Equal([7_200u], minutes);
        Assert.Equal([7_200u], hours);
        (minutes, hours) = sums.TakeBefore(uint.MaxValue);
        Assert.Empty(minutes);
        Assert.Empty(hours);
    }

    [Fact]
    public void Constructor_AfterAKilledRun_KnowsWhatItHadMarked()
    {
        StaleSums killed = new(File);
        killed.Mark([60, 120]);
        killed.Save();
        killed.Mark([180]);

        (IReadOnlyList<uint> minutes, IReadOnlyList<uint> hours) = new StaleSums(File).TakeBefore(uint.MaxValue);

        Assert.Equal([60u, 120u], minutes);
        Assert.Equal([0u], hours);
    }

    [Fact]
    public void Constructor_OfAFileThatIsNotOne_TakesWhatIsATime()
    {
        System.IO.File.WriteAllText(File, "m60\nx\n\nm\nm-1\nmm\nh3600\nm99999999999\n");

        (IReadOnlyList<uint> minutes, IReadOnlyList<uint> hours) = new StaleSums(File).TakeBefore(uint.MaxValue);

        Assert.Equal([60u], minutes);
        Assert.Equal([3_600u], hours);
    }

    [Fact]
    public void IsFull_OfTooManyDifferentMinutes_AsksToBeTaken()
    {
        StaleSums sums = new(File);

        sums.Mark(Enumerable.Range(0, 99_999).Select(static i => 60 * (uint)i));
        Assert.False(sums.IsFull);
        sums.Mark([60 * 99_999]);

        Assert.True(sums.IsFull);
    }
}
