namespace FlowSensor.Dashboard.Answers;

/// <summary>The routers of the region and who sends to whom.</summary>
/// <param name="Nodes">Routers and next hops.</param>
/// <param name="Edges">Links between them.</param>
/// <param name="LeftOut">Next hops for which there was no room.</param>
internal sealed record TopologyGraph(IReadOnlyList<TopologyNode> Nodes, IReadOnlyList<TopologyEdge> Edges, int LeftOut);
