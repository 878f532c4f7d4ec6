using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Collection;

/// <summary>One exporter and observation domain.</summary>
/// <param name="Address">Address its datagrams come from.</param>
/// <param name="Version">Export format version, as in a flow record.</param>
/// <param name="Domain">Observation domain id.</param>
public readonly record struct ExporterIdentity(IpAddress Address, int Version, ulong Domain);
