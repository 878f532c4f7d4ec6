using System.Text;
using FlowSensor.Engine.Detection;
using FlowSensor.Engine.Inspection;
using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.Dns;

namespace FlowSensor.Engine.Tests.Inspection;

/// <summary>What is said of names is the same in the totals, of a client, and for detection.</summary>
public sealed class DnsStatisticsTests
{
    private const long Start = 1_767_225_600_000;
    private const long Minute = 60_000;

    private static readonly IpAddress Client = IpAddress.Parse("198.51.100.7");

    private readonly DnsStatistics _statistics = new(16);
    private readonly WireWatch _watch = new(Minute) { IsUsed = true };

    private DnsClientCounters OfClient => Assert.Single(_statistics.TopClients(2)).Counters;

    [Fact]
    public void DistinctNames_OfQueriesThatAreAllDifferent_AreNoMoreThanQueries()
    {
        int most = 0;
        for (int queries = 1; queries <= 600; queries++)
        {
            Add(Query($"host{queries}.example.org"));
            Assert.InRange(_statistics.DistinctNames, 1, queries);
            Assert.InRange(OfClient.DistinctNames, 1, queries);
            most += _statistics.DistinctNames == queries ? 1 : 0;
        }

        // Where the estimate alone is above the queries, it is held there.
        Assert.True(most > 200);
    }

    [Fact]
    public void DistinctNames_OfAWindow_AreNoMoreThanQueries()
    {
        for (int queries = 1; queries <= 600; queries++)
        {
            for (int query = 0; query < queries; query++)
            {
                Add(Query($"host{query}.example.org"));
            }

            WireHost host = _watch.Take(Start + Minute)!.At(Client);
            Assert.Equal(queries, host.DnsQueries);
            Assert.InRange(host.DistinctNames, 1, queries);
        }
    }

    [Fact]
    public void DistinctNames_OfQueriesWithoutAQuestion_AreNone()
    {
        // A header that announces no question, and one that announces a question and records that are not there.
        byte[] empty = new byte[12];
        byte[] long64 = [0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, .. new byte[64]];
        Add(empty);
        Add(long64);

        Assert.Equal((2, 0, 0), (_statistics.Queries, _statistics.DistinctNames, OfClient.DistinctNames));
        WireHost host = _watch.Take(Start + Minute)!.At(Client);
        Assert.Equal((2, 0, 0), (host.DnsQueries, host.DistinctNames, host.LongNames));
    }

    [Fact]
    public void DistinctNames_OneNameBesideQueriesWithoutAQuestion_IsOne()
    {
        Add(Query("example.org"));
        Add(new byte[12]);
        Add(new byte[12]);

        Assert.Equal((3, 1, 1), (_statistics.Queries, _statistics.DistinctNames, OfClient.DistinctNames));
        Assert.Equal(1, _watch.Take(Start + Minute)!.At(Client).DistinctNames);
    }

    private static byte[] Query(string name) =>
    [
        0, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0,
        .. name.Split('.').SelectMany(static label => (byte[])[(byte)label.Length, .. Encoding.ASCII.GetBytes(label)]), 0,
        0, 1, 0, 1,
    ];

    private void Add(byte[] octets)
    {
        DnsReadStatus status = DnsMessage.TryRead(octets, octets.Length, out DnsMessage message);
        _statistics.Add(Client, DnsStatistics.HashOf(Client), expected: -1, status, message, overTcp: false);
        _watch.Dns(Client, in message, Start);
    }
}
