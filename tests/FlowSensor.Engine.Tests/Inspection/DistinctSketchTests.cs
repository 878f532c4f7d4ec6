using FlowSensor.Engine.Inspection;

namespace FlowSensor.Engine.Tests.Inspection;

public class DistinctSketchTests
{
    [Theory]
    [InlineData(4096, 1, 0)]
    [InlineData(4096, 1_000, 0.03)]
    [InlineData(4096, 1_000_000, 0.06)]
    [InlineData(64, 3, 0)]
    [InlineData(64, 5_000, 0.4)]
    public void Estimate_DistinctHashes_IsWithinItsError(int registers, int distinct, double error)
    {
        byte[] sketch = new byte[registers];
        for (int round = 0; round < 2; round++)
        {
            for (int index = 0; index < distinct; index++)
            {
                DistinctSketch.Add(sketch, (ulong)index * 0x100_0000_01B3);
            }
        }

        Assert.InRange(DistinctSketch.Estimate(sketch, 2L * distinct), (long)(distinct * (1 - error)), (long)Math.Ceiling(distinct * (1 + error)));
    }

    [Theory]
    [InlineData(4096)]
    [InlineData(64)]
    public void Estimate_AnyNumberOfHashes_IsNotMoreThanWereAdded(int registers)
    {
        byte[] sketch = new byte[registers];
        for (int added = 0; added < 2_000; added++)
        {
            Assert.InRange(DistinctSketch.Estimate(sketch, added), 0, added);
            DistinctSketch.Add(sketch, (ulong)added * 0x100_0000_01B3);
        }
    }
}
