using FlowSensor.Engine.Storage;
using FlowSensor.Engine.Storage.Columns;

namespace FlowSensor.Engine.Tests.Storage.Columns;

public sealed class ColumnEncoderTests
{
    private static readonly ulong[] Values = [0, 1, 127, 128, 16_383, 16_384, uint.MaxValue, long.MaxValue, unchecked((ulong)long.MinValue), ulong.MaxValue, 5];

    [Fact]
    public void Add_AnyNumber_ComesBack()
    {
        ColumnEncoder encoder = new();
        foreach (ulong value in Values)
        {
            encoder.Add(value);
        }

        ColumnDecoder decoder = new(encoder.Written);
        foreach (ulong value in Values)
        {
            Assert.Equal(value, decoder.Next());
        }

        Assert.Equal(1 + 1 + 1 + 2 + 2 + 3 + 5 + 9 + 10 + 10 + 1, encoder.Length);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(9)]
    public void Next_OfAPrefix_IsRefused(int length)
    {
        ColumnEncoder encoder = new();
        encoder.Add(ulong.MaxValue);
        byte[] octets = encoder.Written[..length].ToArray();

        Assert.Throws<StoreException>(() => new ColumnDecoder(octets).Next());
        Assert.Throws<StoreException>(() => new ColumnDecoder(octets).Take(length + 1).Length);
    }

    [Fact]
    public void Pick_SomePlaces_TakesTheirNumbers()
    {
        Random random = new(3);
        ulong[] numbers = [.. Enumerable.Range(0, 5_000).Select(_ => (ulong)random.NextInt64() >> random.Next(64))];
        ColumnEncoder encoder = new();
        foreach (ulong number in numbers)
        {
            encoder.Add(number);
        }

        foreach (double share in (double[])[0, 0.001, 0.05, 0.5, 1])
        {
            int[] places = [.. Enumerable.Range(0, numbers.Length).Where(_ => random.NextDouble() < share)];
            long[] values = new long[numbers.Length];

            ColumnDecoder.Pick(encoder.Written, places, values, -7, numbers.Length);

            Assert.Equal(places.Select(place => (long)numbers[place] - 7), values.Take(places.Length));
        }

        byte[] shorter = encoder.Written[..^1].ToArray();
        Assert.Throws<StoreException>(() => ColumnDecoder.Pick(shorter, [numbers.Length - 1], new long[1], 0, numbers.Length));
        Assert.Throws<StoreException>(() => ColumnDecoder.Pick(encoder.Written, [0], new long[1], 0, numbers.Length - 1));
        Assert.Throws<StoreException>(() => ColumnDecoder.Pick(encoder.Written, [0], new long[1], 0, numbers.Length + 1));
    }
}
