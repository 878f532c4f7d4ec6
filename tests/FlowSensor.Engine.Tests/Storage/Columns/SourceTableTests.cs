using FlowSensor.Engine.Storage.Columns;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Tests.Storage.Columns;

public sealed class SourceTableTests
{
    // Lists that hold nearly everything, that lie far from each other, and that are empty or of one family alone.
    [Theory]
    [InlineData(1.0, 0.5, 0.5)]
    [InlineData(0.001, 1.0, 0.001)]
    [InlineData(0.9, 0.0005, 0.0)]
    [InlineData(0.0, 0.01, 0.3)]
    public void Add_ListsOfManySpans_GivesEachAddressOneRow(params double[] shares)
    {
        Random random = new(11);
        IpAddress[] all = [.. Enumerable.Range(0, 60_000).Select(i => i % 4 == 0 ? new IpAddress(0x2001_0DB8_0000_0000 | ((ulong)i * 977), (ulong)random.NextInt64()) : IpAddress.FromIPv4((uint)random.NextInt64(uint.MaxValue)))];
        SourceTable table = new();
        Dictionary<IpAddress, int> known = [];
        int[] rows = [];
        foreach (double share in (double[])[.. shares, .. shares])
        {
            IpAddress[] four = [.. all.Where(address => address.IsIPv4 && random.NextDouble() < share).Distinct().Order()];
            IpAddress[] sixteen = share > 0.4 ? [] : [.. all.Where(address => !address.IsIPv4 && random.NextDouble() < share).Distinct().Order()];

            int count = table.Add(ColumnOf(four, sixteen), null, ref rows);

            IpAddress[] list = [.. four, .. sixteen];
            Assert.Equal(list.Length, count);
            for (int i = 0; i < count; i++)
            {
                Assert.Equal(known.TryGetValue(list[i], out int row) ? row : known.Count, rows[i]);
                known[list[i]] = rows[i];
            }
        }

        Assert.Equal(known.Count, table.Count);
        foreach (IpAddress address in all)
        {
            int row = table.RowOf(address);
            Assert.Equal(known.GetValueOrDefault(address, known.Count), row);
            Assert.Equal(row, table.RowOf(address));
            Assert.Equal(address, table[row]);
            known[address] = row;
        }
    }

    [Fact]
    public void Add_OfANetwork_LeavesOthersOut()
    {
        IpAddress[] four = [IpAddress.Parse("192.0.2.255"), IpAddress.Parse("198.51.100.0"), IpAddress.Parse("198.51.100.255"), IpAddress.Parse("198.51.101.0")];
        SourceTable table = new();
        int[] rows = [];

        Assert.Equal(5, table.Add(ColumnOf(four, [IpAddress.Parse("2001:db8::1")]), new IpPrefix(four[1], 24), ref rows));

        Assert.Equal([-1, 0, 1, -1, -1], rows.Select(static row => Math.Max(row, -1)));
        Assert.Equal((2, four[1], four[2]), (table.Count, table[0], table[1]));
    }

    private static ReadOnlySpan<byte> ColumnOf(IpAddress[] four, IpAddress[] sixteen)
    {
        ColumnEncoder encoder = new();
        encoder.Add((ulong)four.Length);
        encoder.Add((ulong)sixteen.Length);
        uint last = 0;
        foreach (IpAddress address in four)
        {
            encoder.Add(address.IPv4 - last);
            last = address.IPv4;
        }

        foreach (IpAddress address in sixteen)
        {
            encoder.Add(address);
        }

        return encoder.Written;
    }
}
