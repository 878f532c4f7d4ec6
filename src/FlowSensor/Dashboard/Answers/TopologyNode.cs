namespace FlowSensor.Dashboard.Answers;

/// <summary>A router or a next hop.</summary>
/// <param name="Id">Number that edges name it by.</param>
/// <param name="Name">Name, or address.</param>
/// <param name="Address">Address; null for a router known by its name alone.</param>
/// <param name="Read">True where its table is read.</param>
/// <param name="Routes">Routes of its table.</param>
/// <param name="Institution">Whose it leads to; null when unknown.</param>
internal sealed record TopologyNode(int Id, string Name, string? Address, bool Read, int Routes, string? Institution);
