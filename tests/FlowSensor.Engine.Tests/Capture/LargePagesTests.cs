using FlowSensor.Capture.Memory;

namespace FlowSensor.Engine.Tests.Capture;

public sealed class LargePagesTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1_000)]
    [InlineData((4 << 20) / sizeof(long))]
    [InlineData((9 << 20) / sizeof(long))]
    public void NewArray_AnySize_IsAnArrayOfZeros(int length)
    {
        long[] array = LargePages.NewArray<long>(length);

        Assert.Equal(length, array.Length);
        Assert.False(array.AsSpan().ContainsAnyExcept(0));
    }
}
