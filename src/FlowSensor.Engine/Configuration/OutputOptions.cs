using FlowSensor.Engine.ClickHouse;
using FlowSensor.Engine.Output;
using FlowSensor.Engine.Output.Influx;
using FlowSensor.Engine.Output.Spool;

namespace FlowSensor.Engine.Configuration;

/// <summary>The section <c>outputs</c>.</summary>
public sealed class OutputOptions
{
    /// <summary>Flow records sent on to a collector.</summary>
    public IpfixOutputOptions Ipfix { get; set; } = new();

    /// <summary>Flow records and windows written to ClickHouse.</summary>
    public ClickHouseOptions Clickhouse { get; set; } = new();

    /// <summary>Time series.</summary>
    public InfluxOptions Influxdb { get; set; } = new();

    /// <summary>Where results wait for a database that is away.</summary>
    public SpoolOptions Spool { get; set; } = new();
}
