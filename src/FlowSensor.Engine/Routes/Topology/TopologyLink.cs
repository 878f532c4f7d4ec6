namespace FlowSensor.Engine.Routes.Topology;

/// <summary>One router sends to another.</summary>
/// <param name="From">Number of the sending router.</param>
/// <param name="To">Number of the next hop.</param>
/// <param name="Routes">Routes over it.</param>
/// <param name="Segments">/24 networks behind it.</param>
public readonly record struct TopologyLink(int From, int To, int Routes, long Segments);
