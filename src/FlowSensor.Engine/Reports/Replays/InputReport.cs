namespace FlowSensor.Engine.Reports.Replays;

/// <summary>What was read from files.</summary>
/// <param name="Files">Files.</param>
/// <param name="Packets">Captured packets.</param>
/// <param name="Octets">Their octets on the wire.</param>
/// <param name="First">Time of the first packet; null when there is none.</param>
/// <param name="Last">Time of the last packet.</param>
public sealed record InputReport(int Files, long Packets, long Octets, DateTimeOffset? First, DateTimeOffset? Last);
