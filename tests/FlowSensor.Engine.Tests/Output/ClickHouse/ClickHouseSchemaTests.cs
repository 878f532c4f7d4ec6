using System.Text.RegularExpressions;
using FlowSensor.Engine.ClickHouse;
using FlowSensor.Engine.Output.ClickHouse;

namespace FlowSensor.Engine.Tests.Output.ClickHouse;

public sealed class ClickHouseSchemaTests
{
    private static readonly ClickHouseVersion Old = new(18, 16);
    private static readonly ClickHouseVersion Modern = new(24, 8);

    [Fact]
    public void Statements_ForAnOldServer_HaveNothingThatItDoesNotKnow()
    {
        string statements = Statements(new ClickHouseOptions(), Old);

        Assert.DoesNotMatch("TTL|CODEC|LowCardinality|Distributed|Replicated|ON CLUSTER", statements);
        Assert.DoesNotContain("{", statements, StringComparison.Ordinal);
        Assert.Contains("CREATE TABLE IF NOT EXISTS flowsensor.flows (", statements, StringComparison.Ordinal);
    }

    [Fact]
    public void Statements_ForAModernServer_HaveAgesCodecsAndShortTexts()
    {
        ClickHouseOptions options = new() { Retention = new ClickHouseRetentionOptions { Records = TimeSpan.FromHours(36), Windows = TimeSpan.FromDays(50), Hours = TimeSpan.FromDays(500) } };

        string statements = Statements(options, Modern);

        Assert.Matches(@"flowsensor\.flows \([^;]*TTL stored \+ toIntervalDay\(2\)", statements);
        Assert.Matches(@"flowsensor\.sources_1m \([^;]*TTL stored \+ toIntervalDay\(50\)", statements);
        Assert.Matches(@"flowsensor\.sources_1h \([^;]*TTL stored \+ toIntervalDay\(500\)", statements);
        Assert.Matches(@"flowsensor\.span_bands \([^;]*TTL stored \+ toIntervalDay\(if\(kind = 0, 50, 500\)\)", statements);
        Assert.Contains("CODEC(DoubleDelta, LZ4)", statements, StringComparison.Ordinal);
        Assert.Contains("LowCardinality(String)", statements, StringComparison.Ordinal);
    }

    [Fact]
    public void Statements_ForAReplicatedCluster_MakeBothTablesOnEveryNode()
    {
        ClickHouseOptions options = new() { Cluster = "sensors" };

        string statements = Statements(options, Old);

        Assert.Contains("CREATE TABLE IF NOT EXISTS flowsensor.flows_local ON CLUSTER `sensors` (", statements, StringComparison.Ordinal);
        Assert.Contains("ReplicatedReplacingMergeTree('/clickhouse/tables/{shard}/flowsensor/flows', '{replica}')", statements, StringComparison.Ordinal);
        Assert.Contains(
            "CREATE TABLE IF NOT EXISTS flowsensor.flows ON CLUSTER `sensors` AS flowsensor.flows_local ENGINE = Distributed(`sensors`, flowsensor, flows_local, cityHash64(source))",
            statements, StringComparison.Ordinal);
        Assert.Equal("CREATE DATABASE IF NOT EXISTS flowsensor ON CLUSTER `sensors`", new ClickHouseSchema(options, Old).CreateDatabase);
    }

    [Fact]
    public void Statements_ForAClusterWithoutReplicas_NeedNoZooKeeper()
    {
        string statements = Statements(new ClickHouseOptions { Cluster = "sensors", Replicated = false }, Old);

        Assert.DoesNotMatch("Replicated|ON CLUSTER", statements);
        Assert.Contains("flowsensor.flows_local", statements, StringComparison.Ordinal);
        Assert.Contains("Distributed(`sensors`", statements, StringComparison.Ordinal);
    }

    [Fact]
    public void StatementsAfter_TheNewestStep_AreNone() =>
        Assert.Empty(new ClickHouseSchema(new ClickHouseOptions(), Old).StatementsAfter(ClickHouseSchema.Newest));

    [Fact]
    public void Tables_ThatSensorsInsertInto_HaveTheColumnsOfTheSchema()
    {
        string statements = Statements(new ClickHouseOptions(), Old);
        foreach (ClickHouseTable table in Enum.GetValues<ClickHouseTable>())
        {
            Match definition = Regex.Match(statements, $@"flowsensor\.{ClickHouseTables.NameOf(table)} \(\n(.*?)\n\) ENGINE", RegexOptions.Singleline);
            IEnumerable<string> columns = definition.Groups[1].Value.Split('\n').Select(static line => line.Trim().Split(' ')[0]);

            Assert.Equal(columns.Order(StringComparer.Ordinal), ClickHouseTables.ColumnsOf(table).Split(", ").Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void Retained_EveryTableWithRows_HasAnAge()
    {
        IEnumerable<string> tables = Regex.Matches(Statements(new ClickHouseOptions(), Old), @"EXISTS flowsensor\.([a-z0-9_]+)").Select(static table => table.Groups[1].Value);

        Assert.Equal(tables.Except(["schema_versions"]).Order(StringComparer.Ordinal), ClickHouseSchema.Retained.Keys.Order(StringComparer.Ordinal));
    }

    private static string Statements(ClickHouseOptions options, ClickHouseVersion version) =>
        string.Join(";\n", new ClickHouseSchema(options, version).StatementsAfter(0));
}
