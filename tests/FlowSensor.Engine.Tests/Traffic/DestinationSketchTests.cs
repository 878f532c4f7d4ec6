using FlowSensor.Engine.Traffic;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Tests.Traffic;

public sealed class DestinationSketchTests
{
    [Theory]
    [InlineData(10)]
    [InlineData(100)]
    [InlineData(600)]
    [InlineData(5000)]
    [InlineData(200_000)]
    public void Estimate_DistinctDestinations_StaysWithinTheStatedError(int distinct)
    {
        double squares = 0;
        const int Rounds = 40;
        for (int round = 0; round < Rounds; round++)
        {
            DestinationSketch sketch = default;
            for (int host = 0; host < distinct; host++)
            {
                sketch.Add(Fingerprint((uint)((round * 7_654_321) + host)));
            }

            double error = (sketch.Estimate() - distinct) / (double)distinct;
            squares += error * error;
        }

        Assert.InRange(Math.Sqrt(squares / Rounds), 0, 0.085);
    }

    [Fact]
    public void Merge_TwoSketches_EqualsTheSketchOfBoth()
    {
        DestinationSketch first = default;
        DestinationSketch second = default;
        DestinationSketch both = default;
        for (uint host = 0; host < 2000; host++)
        {
            uint fingerprint = Fingerprint(host * 31);
            both.Add(fingerprint);
            if (host % 3 != 0)
            {
                first.Add(fingerprint);
            }
            else
            {
                second.Add(fingerprint);
            }
        }

        first.Merge(in second);

        Assert.Equal(both.Estimate(), first.Estimate());
    }

    private static uint Fingerprint(uint host) => (uint)(IpAddress.FromIPv4(host).Hash(TrafficTables.FingerprintSeed) >> 32);
}
