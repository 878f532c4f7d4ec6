using FlowSensor.Engine.Inspection;

namespace FlowSensor.Engine.Tests.Inspection;

public sealed class CountOrderTests
{
    [Fact]
    public void Descending_EqualCounts_AreInTheOrderOfTheirIndexes() =>
        Assert.Equal([3, 1, 4, 6], CountOrder.Descending([0, 5, 0, 9, 5, 0, 1]));

    [Fact]
    public void Ascending_Zeros_AreLeftOut() => Assert.Equal([1, 3, 6], CountOrder.Ascending([0, 5, 0, 9, 0, 0, 1]));
}
