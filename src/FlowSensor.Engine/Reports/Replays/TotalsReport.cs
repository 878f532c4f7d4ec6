namespace FlowSensor.Engine.Reports.Replays;

/// <summary>Sums over all traffic.</summary>
/// <param name="Flows">Flow records.</param>
/// <param name="Packets">Packets as observed.</param>
/// <param name="Octets">Octets as observed.</param>
/// <param name="EstimatedPackets">Packets times the sampling interval.</param>
/// <param name="EstimatedOctets">Octets times the sampling interval.</param>
/// <param name="Sources">Distinct sources with a row of their own.</param>
/// <param name="TableFull">Flow records of sources that found no row: in all totals, under no source; left out where there are none.</param>
public sealed record TotalsReport(ulong Flows, ulong Packets, ulong Octets, ulong EstimatedPackets, ulong EstimatedOctets, long Sources, ulong? TableFull);
