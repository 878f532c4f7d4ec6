namespace FlowSensor.Engine.Storage;

/// <summary>The spans that have sources: windows, hours, and days that were summed up from their hours.</summary>
internal static class SourceSpans
{
    /// <summary>Candidates for a <see cref="SpanCover"/>.</summary>
    public const string Candidates = """
        SELECT id, kind, start, "end" FROM spans
        WHERE start >= $from AND start < $to AND (kind < 2 OR EXISTS (SELECT 1 FROM leader_bounds b WHERE b.span = spans.id))
        """;
}
