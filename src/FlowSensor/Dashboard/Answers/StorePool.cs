using System.Collections.Concurrent;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Storage;
using FlowSensor.Status;

namespace FlowSensor.Dashboard.Answers;

/// <summary>Read-only connections to the sensor's store: few at a time, kept open, and no question may hold one for long.</summary>
/// <param name="status">The sensor.</param>
/// <param name="clock">Time.</param>
internal sealed class StorePool(SensorStatus status, TimeProvider clock) : IDisposable
{
    // Questions are a matter of the processor and the disk: more at once would only make each slower.
    private const int Connections = 4;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _places = new(Connections);
    private readonly ConcurrentStack<(string Folder, StoreReader Reader)> _idle = [];
    private readonly AnswerCache _cache = new(clock);
    private bool _isDisposed;

    /// <summary>The configuration in force.</summary>
    /// <exception cref="SensorStartingException">The sensor has not begun yet.</exception>
    public SensorOptions Options => status.Options ?? throw new SensorStartingException();

    /// <summary>Asks the store on a thread of the pool.</summary>
    /// <typeparam name="T">Type of the answer.</typeparam>
    /// <param name="question">The question; it must not keep the connection.</param>
    /// <param name="cancellation">Ends the question.</param>
    /// <exception cref="StoreException">The database failed, or the question took too long.</exception>
    /// <exception cref="SensorStartingException">The sensor has not begun yet.</exception>
    public async Task<T> AskAsync<T>(Func<StoreReader, SensorOptions, T> question, CancellationToken cancellation)
    {
        SensorOptions options = Options;
        await _places.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return await Task.Run(() => Ask(question, options, cancellation), cancellation).ConfigureAwait(false);
        }
        finally
        {
            _places.Release();
        }
    }

    /// <summary>The same for a question that many ask at the same time: equal ones share an answer for a moment.</summary>
    /// <typeparam name="T">Type of the answer.</typeparam>
    /// <param name="key">What makes questions equal.</param>
    /// <param name="question">The question; it must not keep the connection.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public Task<T> ShareAsync<T>(object key, Func<StoreReader, SensorOptions, T> question, CancellationToken cancellation) =>
        _cache.AskAsync(key, () => AskAsync(question, CancellationToken.None), cancellation);

    /// <inheritdoc/>
    public void Dispose()
    {
        _isDisposed = true;
        while (_idle.TryPop(out (string Folder, StoreReader Reader) idle))
        {
            idle.Reader.Dispose();
        }
    }

    private T Ask<T>(Func<StoreReader, SensorOptions, T> question, SensorOptions options, CancellationToken cancellation)
    {
        StoreReader reader = Take(options.Store.Path);
        bool isGood = false;
        try
        {
            using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            limit.CancelAfter(Patience);
            using CancellationTokenRegistration interrupt = limit.Token.Register(reader.Interrupt);
            T answer = question(reader, options);
            isGood = true;
            return answer;
        }
        catch (StoreException) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellation);
        }
        finally
        {
            Return(options.Store.Path, reader, isGood);
        }
    }

    private StoreReader Take(string folder)
    {
        while (_idle.TryPop(out (string Folder, StoreReader Reader) idle))
        {
            if (idle.Folder == folder)
            {
                return idle.Reader;
            }

            // Of a store that the configuration no longer names.
            idle.Reader.Dispose();
        }

        return StoreReader.Open(folder);
    }

    private void Return(string folder, StoreReader reader, bool isGood)
    {
        if (isGood && !_isDisposed)
        {
            _idle.Push((folder, reader));
        }
        else
        {
            reader.Dispose();
        }
    }
}
