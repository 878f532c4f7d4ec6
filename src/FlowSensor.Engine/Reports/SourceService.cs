namespace FlowSensor.Engine.Reports;

/// <summary>What a source did in one service and direction.</summary>
/// <param name="Service">The service.</param>
/// <param name="Direction">Its direction.</param>
/// <param name="Counts">The counts; without rank and trend.</param>
public sealed record SourceService(string Service, string Direction, RankedSource Counts);
