using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Routes.Topology;

/// <summary>What the exploration reads of a router.</summary>
/// <param name="Poll">Its table.</param>
/// <param name="OwnAddresses">All its addresses (ipAdEntAddr), to know it under each of them.</param>
public sealed record TopologyReading(RoutePoll Poll, IReadOnlyList<IpAddress> OwnAddresses);
