namespace FlowSensor.Dashboard.Components.Charts;

/// <summary>One bar of a timeline.</summary>
/// <param name="Name">What it is of.</param>
/// <param name="Address">Its page.</param>
/// <param name="From">When it began.</param>
/// <param name="To">When it ended, or was last seen.</param>
/// <param name="Level">1 to 3: how bad it is.</param>
/// <param name="IsMuted">True to draw it faintly.</param>
public sealed record TimelineRow(string Name, string Address, DateTimeOffset From, DateTimeOffset To, int Level, bool IsMuted);
