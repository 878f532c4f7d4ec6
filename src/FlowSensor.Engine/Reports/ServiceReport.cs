namespace FlowSensor.Engine.Reports;

/// <summary>Total of one service and direction.</summary>
/// <param name="Service">Name of the service.</param>
/// <param name="Direction"><c>request</c>, <c>response</c> or <c>any</c>.</param>
/// <param name="Flows">Flow records.</param>
/// <param name="Packets">Packets as observed.</param>
/// <param name="Octets">Octets as observed.</param>
/// <param name="Sources">Distinct sources.</param>
/// <param name="Pairs">Distinct pairs of source and destination; left out where none are kept.</param>
public sealed record ServiceReport(string Service, string Direction, ulong Flows, ulong Packets, ulong Octets, long Sources, long? Pairs);
