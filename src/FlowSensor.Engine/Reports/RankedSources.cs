namespace FlowSensor.Engine.Reports;

/// <summary>A page of the ranking of sources.</summary>
/// <param name="Service">The service.</param>
/// <param name="Direction">Its direction.</param>
/// <param name="From">Start of the first span used.</param>
/// <param name="To">End of the last.</param>
/// <param name="HasMore">True when there are more behind this page.</param>
/// <param name="Rows">The sources.</param>
public sealed record RankedSources(string Service, string Direction, DateTimeOffset From, DateTimeOffset To, bool HasMore, IReadOnlyList<RankedSource> Rows);
