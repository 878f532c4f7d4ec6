using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Protocols.Tests;

public sealed class FoldedProductTests
{
    [Fact]
    public void Of_AnyFactors_FoldsBothHalves()
    {
        Random random = new(11);
        ulong[] factors = [0, 1, ulong.MaxValue, 1UL << 63, .. Enumerable.Range(0, 200).Select(_ => (ulong)random.NextInt64(long.MinValue, long.MaxValue))];
        Assert.All(factors, left => Assert.All(factors, right =>
        {
            UInt128 product = (UInt128)left * right;
            Assert.Equal((ulong)(product >> 64) ^ (ulong)product, FoldedProduct.Of(left, right));
        }));
    }
}
