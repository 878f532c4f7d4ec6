using FlowSensor.Engine.Configuration;

namespace FlowSensor.Engine.ClickHouse;

/// <summary>
/// The section <c>outputs.clickhouse.retention</c>: age, counted from when a row was written, at which it is deleted. Servers that know
/// table TTL are told when the tables are made; on older ones the sensor drops whole partitions.
/// </summary>
public sealed class ClickHouseRetentionOptions
{
    /// <summary>Flow records.</summary>
    [DurationRange("1d", "3660d")]
    public TimeSpan Records { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Sums of sources by minute, and windows.</summary>
    [DurationRange("1d", "3660d")]
    public TimeSpan Windows { get; set; } = TimeSpan.FromDays(90);

    /// <summary>Sums of sources by hour, and hours and days.</summary>
    [DurationRange("1d", "3660d")]
    public TimeSpan Hours { get; set; } = TimeSpan.FromDays(400);
}
