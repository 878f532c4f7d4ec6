namespace FlowSensor.Engine.Traffic;

/// <summary>One open window.</summary>
internal sealed record TrafficWindow(long Start, long End, TrafficTables Tables, ProbeTable? Probes);
