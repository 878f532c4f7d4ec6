namespace FlowSensor.Engine.Storage;

/// <summary>The spans that have sources: windows, hours, and days that were summed up from their hours.</summary>
internal static class SourceSpans
{
    /// <summary>What a span fulfils whose sources stand in order; hours of before that was so are read by their windows' sums all the same.</summary>
    public const string WithSources = "kind < 2 OR EXISTS (SELECT 1 FROM leader_bounds b WHERE b.span = spans.id)";
}
