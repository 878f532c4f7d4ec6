using FlowSensor.Capture.Memory;

namespace FlowSensor.Engine.Tests.Capture;

public sealed class LargePagesTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(LargePages.Size / sizeof(long))]
    [InlineData(5 * LargePages.Size / sizeof(long))]
    public void Ask_ArrayInUse_KeepsItsContent(int length)
    {
        long[] array = new long[length];
        for (int at = 0; at < length; at++)
        {
            array[at] = at ^ 0x5A5A;
        }

        LargePages.Ask(array);

        for (int at = 0; at < length; at++)
        {
            Assert.Equal(at ^ 0x5A5A, array[at]);
        }
    }
}
