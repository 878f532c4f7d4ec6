using System.Runtime.CompilerServices;
using FlowSensor.Engine.Inspection;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Tests.Inspection;

public sealed class HostTableTests
{
    [Fact]
    public void Top_ManyHosts_AreTheHeaviestAndOfEqualsTheLowestAddresses()
    {
        HostTable<DnsClientCounters> table = new(5_000);
        Random random = new(5);
        Dictionary<IpAddress, long> expected = [];
        for (int query = 0; query < 20_000; query++)
        {
            IpAddress host = IpAddress.FromIPv4((uint)random.Next(3_000));

            // Whatever was thought of its place, the host's own counters count.
            uint hash = (uint)host.GetHashCode();
            int place = query % 3 == 0 ? random.Next(-2, 5_000) : table.Expect(hash, isWhole: true);
            table.Find(host, hash, place, out _).Queries++;
            expected[host] = expected.GetValueOrDefault(host) + 1;
        }

        foreach (int number in new[] { 0, 1, 20, 10_000 })
        {
            Assert.Equal(
                expected.OrderByDescending(static host => host.Value).ThenBy(static host => host.Key).Take(number).Select(static host => (host.Key, host.Value)),
                table.Top(number, static counters => counters.Queries).Select(static host => (host.Host, host.Counters.Queries)));
        }
    }

    // What is fetched ahead of an answer is the first line only.
    [Fact]
    public void DnsClientCounters_WithAnAddressInFront_AreTwoLinesOfWhichTheNamesAreTheSecond() =>
        Assert.Equal(128 - Unsafe.SizeOf<IpAddress>(), Unsafe.SizeOf<DnsClientCounters>());

    [Fact]
    public void EventCount_BeyondThirtyTwoBits_GoesOn()
    {
        EventCount count = default;
        Unsafe.As<EventCount, byte>(ref count) = 2;
        for (int octet = 1; octet <= sizeof(uint); octet++)
        {
            Unsafe.Add(ref Unsafe.As<EventCount, byte>(ref count), octet) = 0xFF;
        }

        Assert.Equal((2L << 32) + uint.MaxValue, count.Value);
        count.Add(false);
        Assert.Equal((2L << 32) + uint.MaxValue, count.Value);
        count.Add(true);
        Assert.Equal(3L << 32, count.Value);
    }

    [Fact]
    public void EventCount_AtItsMost_Stays()
    {
        EventCount count = default;
        Unsafe.InitBlockUnaligned(ref Unsafe.As<EventCount, byte>(ref count), 0xFF, (uint)Unsafe.SizeOf<EventCount>());
        count.Add(true);
        Assert.Equal((1L << 40) - 1, count.Value);
    }
}
