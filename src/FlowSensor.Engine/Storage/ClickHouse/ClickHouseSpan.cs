namespace FlowSensor.Engine.Storage.ClickHouse;

/// <summary>A span that a sensor has written.</summary>
/// <param name="Sensor">Name of the sensor.</param>
/// <param name="Kind">Window, hour or day.</param>
/// <param name="Start">Start, Unix milliseconds.</param>
/// <param name="End">End (exclusive), Unix milliseconds.</param>
internal sealed record ClickHouseSpan(string Sensor, SpanKind Kind, long Start, long End);
