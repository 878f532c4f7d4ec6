using FlowSensor.Engine.Traffic;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Tests.Traffic;

public sealed class NextHopTableTests
{
    [Fact]
    public void NumberOf_AddressesInTurn_KeepsOneNumberForEach()
    {
        NextHopTable table = new();
        IpAddress[] addresses = [.. Enumerable.Range(0, 3000).Select(number => IpAddress.FromIPv4(0xC000_0200 + (uint)(number * 37)))];
        ushort[] first = [.. addresses.Select(address => table.NumberOf(in address))];

        ushort[] second = [.. addresses.Select(address => table.NumberOf(in address))];

        Assert.Equal(first, second);
        Assert.Equal(addresses.Length, first.Distinct().Count());
        Assert.Equal(addresses, first.Select(number => table[number]));
    }

    [Fact]
    public void NumberOf_None_IsZero()
    {
        NextHopTable table = new();
        IpAddress none = default;
        IpAddress some = IpAddress.FromIPv4(0xC000_0240);

        Assert.Equal(0, table.NumberOf(in none));
        Assert.NotEqual(0, table.NumberOf(in some));
        Assert.Equal(0, table.NumberOf(in none));
    }

    [Fact]
    public void NumberOf_MoreThanFit_IsZeroForThoseThatCameLate()
    {
        NextHopTable table = new();
        for (uint number = 1; number <= 4095; number++)
        {
            IpAddress address = IpAddress.FromIPv4(number);
            Assert.NotEqual(0, table.NumberOf(in address));
        }

        IpAddress late = IpAddress.FromIPv4(0xC000_0201);
        Assert.Equal(0, table.NumberOf(in late));
        Assert.Equal(0, table.NumberOf(in late));
    }
}
