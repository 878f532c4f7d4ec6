using FlowSensor.Capture.Memory;

namespace FlowSensor.Engine.Tests.Capture;

public sealed class TableGrowthTests
{
    [Theory]
    [InlineData(2, 1_000_000, 16)]
    [InlineData(16_384, 1_000_000, 1_000_000)]
    [InlineData(131_072, 1_000_000, 1_000_000)]
    [InlineData(999_999, 1_000_000, 1_000_000)]
    public void Next_BelowAMaximum_LargeStepsAndTheLastToTheEnd(int rows, int maximum, int next) => Assert.Equal(next, TableGrowth.Next(rows, maximum));

    [Theory]
    [InlineData(1 << 25, 1 << 28)]
    [InlineData(1 << 28, 0x7FFF_FFC7)]
    public void Next_NoMaximum_NeverMoreThanAStep(int rows, int next) => Assert.Equal(next, TableGrowth.Next(rows));
}
