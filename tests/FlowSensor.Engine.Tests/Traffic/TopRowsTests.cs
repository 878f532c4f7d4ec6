using FlowSensor.Engine.Traffic;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Tests.Traffic;

public sealed class TopRowsTests
{
    [Theory]
    [InlineData(0, 1, 20UL, int.MaxValue)]
    [InlineData(7, 1, ulong.MaxValue, int.MaxValue)]
    [InlineData(100, 2, ulong.MaxValue, int.MaxValue)]
    [InlineData(100, 3, 990UL, int.MaxValue)]
    [InlineData(100, 4, 500UL, int.MaxValue)]
    [InlineData(5000, 5, 100UL, int.MaxValue)]
    [InlineData(0, 6, 500UL, 0)]
    [InlineData(0, 6, 500UL, 200)]
    [InlineData(100, 7, 500UL, 200)]
    [InlineData(100, 8, 500UL, 50)]
    [InlineData(100, 9, 990UL, 200)]
    [InlineData(1000, 10, 0UL, 1001)]
    public void Ordered_AnyOrderOfOffers_KeepsTheBestAndThoseOverTheBound(int count, int seed, ulong keepOver, int most)
    {
        Random random = new(seed);
        RankedRow[] rows =
        [
            .. Enumerable.Range(0, 3000).Select(number => new RankedRow(
                (ulong)random.Next(1, 1000), (ulong)random.Next(1, 5), IpAddress.FromIPv4((uint)number), default, (uint)number)),
        ];
        TopRows top = new(count, keepOver, most);

        foreach (RankedRow row in rows)
        {
            top.Offer(in row);
        }

        RankedRow[] best = [.. rows.Order()];
        int over = best.Count(row => row.Flows > keepOver);
        RankedRow[] kept = [.. best.Take(Math.Max(Math.Min(over, most), count))];
        Assert.Equal(kept, top.Ordered(static row => row));
        Assert.Equal(kept.Take(3), top.Ordered(static row => row, 3));
    }
}
