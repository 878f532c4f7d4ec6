namespace FlowSensor.Dashboard.Answers;

/// <summary>A router sends to another.</summary>
/// <param name="From">Number of the sending router.</param>
/// <param name="To">Number of the next hop.</param>
/// <param name="Routes">Routes over it.</param>
/// <param name="Segments">/24 networks behind it.</param>
internal sealed record TopologyEdge(int From, int To, int Routes, long Segments);
