using FlowSensor.Engine.Traffic;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Tests.Traffic;

public sealed class TopRowsTests
{
    [Theory]
    [InlineData(0, 1, 20UL)]
    [InlineData(7, 1, ulong.MaxValue)]
    [InlineData(100, 2, ulong.MaxValue)]
    [InlineData(100, 3, 990UL)]
    [InlineData(100, 4, 500UL)]
    [InlineData(5000, 5, 100UL)]
    public void Ordered_AnyOrderOfOffers_KeepsTheBestAndAllOverTheBound(int count, int seed, ulong keepOver)
    {
        Random random = new(seed);
        RankedRow[] rows =
        [
            .. Enumerable.Range(0, 3000).Select(number => new RankedRow(
                (ulong)random.Next(1, 1000), (ulong)random.Next(1, 5), IpAddress.FromIPv4((uint)number), default, (uint)number)),
        ];
        TopRows top = new(count, keepOver);

        foreach (RankedRow row in rows)
        {
            top.Offer(in row);
        }

        RankedRow[] best = [.. rows.Order()];
        int over = best.Count(row => row.Flows > keepOver);
        Assert.Equal(best.Take(Math.Max(over, count)), top.Ordered(static row => row));
    }
}
