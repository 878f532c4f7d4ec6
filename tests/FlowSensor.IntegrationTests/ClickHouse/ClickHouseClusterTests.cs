using System.Globalization;
using FlowSensor.Generator;
using FlowSensor.IntegrationTests.Peers;
using FlowSensor.Tests.Peers;

namespace FlowSensor.IntegrationTests.ClickHouse;

/// <summary>Two real ClickHouse servers: rows spread over shards, or kept twice, and every node answers for all.</summary>
public sealed class ClickHouseClusterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ClickHouseServer _first;
    private readonly ClickHouseServer _second;

    public ClickHouseClusterTests()
    {
        _first = new ClickHouseServer(_folder, "first");
        _second = new ClickHouseServer(_folder, "second");
    }

    public void Dispose()
    {
        _first.Dispose();
        _second.Dispose();
        _folder.Dispose();
    }

    [PeerFact("clickhouse-server")]
    public void Replay_IntoTwoShards_EachHoldsAPartAndBothAnswerForAll()
    {
        string shards = $"<remote_servers><sensors>{Shard(Replica(_first))}{Shard(Replica(_second))}</sensors></remote_servers>";
        _first.Start(shards);
        _second.Start(shards);
        TrafficTruth truth = GeneratedExports.Write(_folder, "exports.pcap");
        string config = ClickHouseSensor.Configure(
            _folder, _first, "edge1", "flowsensor", $", cluster: sensors, replicated: false, nodes: [\"{_second.Url}\"]");

        ClickHouseSensor.Run(_folder, "replay", "exports.pcap", "--config", config, "--store", "store");

        long here = _first.Numbers("SELECT count() FROM flowsensor.flows_local FINAL")[0];
        long there = _second.Numbers("SELECT count() FROM flowsensor.flows_local FINAL")[0];
        Assert.Equal(truth.TotalFlows, here + there);
        Assert.True(here > 0 && there > 0, $"{here} rows on one shard, {there} on the other");
        AssertTotals(_first, truth);
        AssertTotals(_second, truth);
        ClickHouseSensor.AssertSameAnswers(_folder, config, "store", _second.Store("flowsensor"));
    }

    [PeerFact("clickhouse-server", "java", "zookeeper.jar")]
    public void Replay_IntoReplicas_BothHoldAllAndOneCanBeAway()
    {
        using ZooKeeper zooKeeper = new(_folder);
        string cluster = $"<remote_servers><sensors>{Shard(Replica(_first) + Replica(_second))}</sensors></remote_servers>"
            + string.Create(CultureInfo.InvariantCulture, $"<zookeeper><node><host>127.0.0.1</host><port>{zooKeeper.Port}</port></node></zookeeper>")
            + "<distributed_ddl><path>/clickhouse/ddl</path></distributed_ddl>";
        _first.Start(cluster + "<macros><shard>one</shard><replica>first</replica></macros>");

        // It answers before its worker for statements on a cluster has a session at ZooKeeper, where the worker makes this node, and may end by one that comes too early.
        _first.WaitUntil("SELECT count() FROM system.zookeeper WHERE path = '/' AND name = 'clickhouse'", "1");
        _second.Start(cluster + "<macros><shard>one</shard><replica>second</replica></macros>");

        // Answered when the workers of both have done it.
        _first.Ask("CREATE DATABASE IF NOT EXISTS ready ON CLUSTER sensors");
        TrafficTruth truth = GeneratedExports.Write(_folder, "exports.pcap");
        string config = ClickHouseSensor.Configure(_folder, _first, "edge1", "flowsensor", $", cluster: sensors, nodes: [\"{_second.Url}\"]");

        ClickHouseSensor.Run(_folder, "replay", "exports.pcap", "--config", config, "--store", "store");

        _second.Ask("SYSTEM SYNC REPLICA flowsensor.flows_local");
        foreach (ClickHouseServer node in (IEnumerable<ClickHouseServer>)[_first, _second])
        {
            Assert.Equal(truth.TotalFlows, node.Numbers("SELECT count() FROM flowsensor.flows_local FINAL")[0]);
            Assert.Contains("ReplicatedReplacingMergeTree", node.Ask("SELECT engine FROM system.tables WHERE database = 'flowsensor' AND name = 'flows_local'"), StringComparison.Ordinal);
        }

        AssertTotals(_second, truth);
        ClickHouseSensor.AssertSameAnswers(_folder, config, "store", _second.Store("flowsensor"), "top --json --top 0", "buckets --json");

        // One away: what comes goes to the other, and is copied when the first is back.
        _first.Stop();
        TrafficTruth more = GeneratedExports.Write(_folder, "more.pcap", seed: 2, records: 3_000);
        ClickHouseSensor.Run(_folder, "replay", "more.pcap", "--config", config);
        Assert.Equal(truth.TotalFlows + more.TotalFlows, _second.Numbers("SELECT count() FROM flowsensor.flows FINAL")[0]);
        _first.Start(cluster + "<macros><shard>one</shard><replica>first</replica></macros>");
        _first.Ask("SYSTEM SYNC REPLICA flowsensor.flows_local");
        Assert.Equal(truth.TotalFlows + more.TotalFlows, _first.Numbers("SELECT count() FROM flowsensor.flows_local FINAL")[0]);
    }

    private static void AssertTotals(ClickHouseServer node, TrafficTruth truth)
    {
        long[] totals = [truth.TotalFlows, truth.TotalPackets, truth.TotalOctets];
        Assert.Equal(totals, node.Numbers("SELECT count(), sum(packets), sum(octets) FROM flowsensor.flows FINAL"));
        Assert.Equal(totals, node.Numbers("SELECT sum(flows), sum(packets), sum(octets) FROM flowsensor.sources_1m FINAL WHERE service = 'all'"));
        Assert.Equal(totals, node.Numbers("SELECT sum(flows), sum(packets), sum(octets) FROM flowsensor.sources_1h FINAL WHERE service = 'all'"));
    }

    private static string Shard(string replicas) => $"<shard><internal_replication>true</internal_replication>{replicas}</shard>";

    private static string Replica(ClickHouseServer server) => string.Create(
        CultureInfo.InvariantCulture, $"<replica><host>127.0.0.1</host><port>{server.NativePort}</port></replica>");
}
