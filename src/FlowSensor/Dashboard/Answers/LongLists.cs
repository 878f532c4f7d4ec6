using FlowSensor.Engine.Storage;

namespace FlowSensor.Dashboard.Answers;

/// <summary>Places for long lists of sources: each keeps the sums of everybody in memory until its last row is sent, and who reads it may be slow.</summary>
/// <param name="patience">How long one that finds no place waits for one.</param>
internal sealed class LongLists(TimeSpan patience) : IDisposable
{
    private const int Most = 2;

    private readonly SemaphoreSlim _places = new(Most);

    /// <summary>Whether a list keeps more than its rows while it is sent: those of a page are made whole.</summary>
    /// <param name="rows">Rows asked for; 0 for all.</param>
    public static bool IsLong(int rows) => rows is 0 or > SourcesQuery.MostOfPage;

    /// <summary>Takes a place.</summary>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <returns>The place; free again once it is disposed.</returns>
    /// <exception cref="LongListsFullException">There was none in time.</exception>
    public async Task<IDisposable> EnterAsync(CancellationToken cancellation) =>
        await _places.WaitAsync(patience, cancellation).ConfigureAwait(false) ? new Place(_places) : throw new LongListsFullException();

    /// <inheritdoc/>
    public void Dispose() => _places.Dispose();

    private sealed class Place(SemaphoreSlim places) : IDisposable
    {
        private SemaphoreSlim? _places = places;

        public void Dispose() => Interlocked.Exchange(ref _places, null)?.Release();
    }
}
