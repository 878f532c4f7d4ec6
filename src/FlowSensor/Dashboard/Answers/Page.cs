namespace FlowSensor.Dashboard.Answers;

/// <summary>A part of a list.</summary>
/// <typeparam name="T">Type of a row.</typeparam>
/// <param name="Rows">The rows.</param>
/// <param name="Offset">Rows before these.</param>
/// <param name="HasMore">True when there are more behind them.</param>
/// <param name="Total">Rows in all; null where they were not counted.</param>
internal sealed record Page<T>(IReadOnlyList<T> Rows, int Offset, bool HasMore, int? Total = null)
{
    /// <summary>The part of a whole list.</summary>
    /// <param name="all">The list.</param>
    /// <param name="offset">Rows to pass over.</param>
    /// <param name="limit">Rows wanted; 0 for all behind the offset.</param>
    public static Page<T> Of(IReadOnlyList<T> all, int offset, int limit)
    {
        int first = Math.Min(offset, all.Count);
        int count = limit == 0 ? all.Count - first : Math.Min(limit, all.Count - first);
        return new Page<T>([.. all.Skip(first).Take(count)], offset, first + count < all.Count, all.Count);
    }

    /// <summary>The part of a list of which one row more than wanted was read.</summary>
    public static Page<T> OfOneMore(IReadOnlyList<T> read, int offset, int limit) => new([.. read.Take(limit)], offset, read.Count > limit);
}
