namespace FlowSensor.Engine.Storage;

/// <summary>
/// Hours and days that an earlier version stored without columns of their sources or sums of their windows' bands. A writer that has nothing else to do
/// fills them in, each in a transaction of its own, so that none holds others up for long, and one that fails takes nothing along. Used by one thread.
/// </summary>
internal sealed class OlderSpans
{
    // A month of hours within two days.
    private const int MostEachHour = 24;

    // Every span that is written in the meantime gets them with it, so those without are looked for once.
    private Queue<long>? _spans;
    private int _left;

    /// <summary>True when one may be filled in.</summary>
    public bool IsDue => _left > 0 && _spans is not { Count: 0 };

    /// <summary>Notes that an hour was stored.</summary>
    public void HourStored() => _left = MostEachHour;

    /// <summary>Leaves the rest to the next hour; the span that was begun is not tried again.</summary>
    public void Pause() => _left = 0;

    /// <summary>Fills in the newest of those that are left.</summary>
    /// <exception cref="Microsoft.Data.Sqlite.SqliteException">The database failed.</exception>
    public void FillOne(StoreWriter writer)
    {
        if (_spans is null)
        {
            // Set first: a search that fails is not made again.
            _spans = [];
            _spans = new Queue<long>(writer.OlderSpans());
        }

        if (_spans.TryDequeue(out long span))
        {
            _left--;
            writer.FillOlder(span);
        }
    }
}
