using System.Collections;
using FlowSensor.Engine.ClickHouse;
using FlowSensor.Engine.Configuration.Reading;

namespace FlowSensor.Engine.Tests.Output.ClickHouse;

public sealed class ClickHouseOptionsTests
{
    [Fact]
    public void Read_EverySetting_IsBound()
    {
        ConfigurationResult result = Read("""
            url: "https://db.example.org:8443", nodes: ["https://db2.example.org:8443"], database: campus, user: sensor, password: p, cluster: sensors, replicated: false,
            records: false, windows: true, batch_rows: 5000, batch_age: 3s, timeout: 20s, retention: {records: 7d, windows: 60d, hours: 500d}
            """);

        Assert.Empty(result.Problems);
        ClickHouseOptions options = result.Options.Outputs.Clickhouse;
        Assert.Equal(("campus", "sensor", "p", "sensors", false, false, true), (options.Database, options.User, options.Password, options.Cluster, options.Replicated, options.Records, options.Windows));
        Assert.Equal((5_000, TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(20)), (options.BatchRows, options.BatchAge, options.Timeout));
        Assert.Equal((7, 60, 500), (options.Retention.Records.Days, options.Retention.Windows.Days, options.Retention.Hours.Days));
        Assert.Equal("db2.example.org", Assert.Single(options.Nodes).Host);
    }

    [Theory]
    [InlineData("database: \"a`b\"", "outputs.clickhouse.database")]
    [InlineData("cluster: \"a') --\"", "outputs.clickhouse.cluster")]
    [InlineData("url: \"ftp://db.example.org\"", "outputs.clickhouse.url")]
    [InlineData("nodes: [\"http://db.example.org\"]", "outputs.clickhouse.nodes")]
    [InlineData("url: \"http://db.example.org\", cluster: sensors, replicated: false", "outputs.clickhouse.nodes")]
    [InlineData("batch_rows: 5", "outputs.clickhouse.batch_rows")]
    public void Read_WhatCannotWork_IsRefusedByName(string settings, string path) => Assert.Equal(path, Assert.Single(Read(settings).Problems).Path);

    private static ConfigurationResult Read(string settings) =>
        ConfigurationLoader.Read(new StringReader($"outputs: {{clickhouse: {{{settings.ReplaceLineEndings(" ")}}}}}"), "flowsensor.yaml", ".", new Hashtable());
}
