using Microsoft.Data.Sqlite;

namespace FlowSensor.Engine.Storage;

/// <summary>The spans of one kind that fulfil a condition.</summary>
/// <param name="connection">The store.</param>
/// <param name="kind">The kind.</param>
/// <param name="condition">SQL over <c>spans</c>; a constant of the caller.</param>
/// <param name="service">Value of $service in it, or null.</param>
/// <param name="subject">Value of $subject in it, or null.</param>
internal sealed class SpanCandidates(SqliteConnection connection, SpanKind kind, string condition, string? service, string? subject)
{
    private const string Spans = """SELECT id, start, "end" FROM spans WHERE kind = $kind AND start >= $from AND start < $to""";

    /// <summary>Those that start in a time, in its order.</summary>
    public IReadOnlyList<(long Id, long Start, long End)> Between(long from, long to) => Ask($"{Spans} AND ({condition}) ORDER BY start", from, to);

    /// <summary>The newest; null where there is none.</summary>
    public (long Id, long Start, long End)? Newest() => Newest(0, long.MaxValue);

    /// <summary>The newest of those that start in a time; null where there is none.</summary>
    public (long Id, long Start, long End)? Newest(long from, long to) =>
        Ask($"{Spans} AND ({condition}) ORDER BY start DESC LIMIT 1", from, to) is [(long, long, long) newest] ? newest : null;

    private List<(long Id, long Start, long End)> Ask(string sql, long from, long to) => connection.Rows(
        sql,
        static row => (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2)),
        ("$kind", (int)kind), ("$from", from), ("$to", to), ("$service", service), ("$subject", subject));
}
