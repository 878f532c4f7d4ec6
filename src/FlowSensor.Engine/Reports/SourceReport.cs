namespace FlowSensor.Engine.Reports;

/// <summary>What one source did in one service and direction.</summary>
/// <param name="Service">Name of the service.</param>
/// <param name="Direction"><c>request</c>, <c>response</c> or <c>any</c>.</param>
/// <param name="Source">Address.</param>
/// <param name="Flows">Flow records.</param>
/// <param name="Packets">Packets as observed.</param>
/// <param name="Octets">Octets as observed.</param>
/// <param name="Destinations">Distinct destinations; over several stored spans the most of one of them.</param>
public sealed record SourceReport(string Service, string Direction, string Source, ulong Flows, ulong Packets, ulong Octets, long Destinations);
