using FlowSensor.Capture.Native;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Handover;
using FlowSensor.Engine.Storage.Logs;
using Microsoft.Data.Sqlite;

namespace FlowSensor.Engine.Storage;

/// <summary>
/// The embedded store, seen from the sensor: spans go into a bounded queue and one thread writes them. A store has one
/// writer at a time, which a lock file makes sure of; questions are asked through <see cref="StoreReader"/>.
/// </summary>
public sealed class SensorStore : IDisposable
{
    // Small items come in crowds, when a window closes; who brings them has input to take. Spans and logs are large and come one after the other.
    private const int QueueLength = 65_536;
    private const int MostLarge = 256;

    // Each transaction waits for the disk.
    private const int MostTogether = 256;
    private const int DrainPause = 5;

    // Longer than SQLite waits before it tries a lock again, so that others come to change something between two spans.
    private static readonly TimeSpan FillPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan[] RetryPauses = [TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3)];

    private readonly string _folder;
    private readonly StoreLock _lock;
    private readonly StoreOptions _options;
    private readonly bool _waitsForDisk;
    private readonly ItemQueue<StoredItem> _queue = new(QueueLength, MostLarge, IsLarge);
    private readonly OlderSpans _older = new();
    private readonly Thread _thread;
    private long _written;
    private long _lost;
    private long _queued;
    private long _handled;
    private StoreException? _failure;

    // Of the writer's thread alone; null after a failure, which may leave a connection in a state that nobody knows.
    private StoreWriter? _writer;
    private bool _hasToldOfOlder;
    private bool _hasGivenUp;
    private volatile bool _isEnding;
    private volatile bool _isDraining;

    private SensorStore(StoreOptions options, StoreLock taken, StoreWriter writer, bool waitsForDisk)
    {
        _options = options;
        _folder = options.Path;
        _lock = taken;
        _writer = writer;
        _waitsForDisk = waitsForDisk;
        _thread = new Thread(WriteLoop) { Name = "store writer", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Called on the writer's thread when a span is lost, with the reason.</summary>
    public event Action<StoreException>? SpanLost;

    /// <summary>Called on the writer's thread when the disk or the database fails and what is queued waits, once until it works again or something else has failed in between.</summary>
    public event Action<StoreException>? Waiting;

    /// <summary>Called on the writer's thread when it works again.</summary>
    public event Action? Resumed;

    /// <summary>Called on the writer's thread when an hour or day of an earlier version cannot be filled in, the first time.</summary>
    public event Action<StoreException>? OlderLeft;

    /// <summary>Whether a folder holds a store as a sensor knows its own again: by its lock file.</summary>
    public static bool IsIn(string folder) => File.Exists(StoreLock.In(folder));

    /// <summary>What the store waits for, as a sentence; null when it is at work, also on a disk that does not answer. As long as it waits, ending it loses what is queued, and opening it may fail or make another.</summary>
    public string? WaitsFor
    {
        get
        {
            if (!_lock.IsThere)
            {
                return _lock.Gone;
            }

            return _waitsForDisk && Failure is StoreException failure && StoreConnection.IsOfTheDisk(failure) ? failure.Message : null;
        }
    }

    /// <summary>Spans written so far.</summary>
    public long Written => Interlocked.Read(ref _written);

    /// <summary>Items lost, because the database failed repeatedly or the store had ended.</summary>
    public long Lost => Interlocked.Read(ref _lost);

    /// <summary>The last failure of the writer; null while all is well.</summary>
    public StoreException? Failure => Volatile.Read(ref _failure);

    /// <summary>Opens the store of a folder for writing and makes what is missing.</summary>
    /// <param name="options">Folder and limits.</param>
    /// <param name="waitsForDisk">
    /// True to wait as long as the disk is full or cannot be written, as a sensor does that can do without, and for each item until it is on the
    /// disk, since what it saw does not come again; false to give an item up after a few seconds, as a replay does, which a person waits for and
    /// can do again.
    /// </param>
    /// <exception cref="StoreException">The store cannot be used.</exception>
    public static SensorStore Open(StoreOptions options, bool waitsForDisk = false)
    {
        StoreLock? taken = null;
        try
        {
            taken = StoreLock.Take(options.Path);
            return new SensorStore(options, taken, StoreWriter.Open(options, waitsForDisk), waitsForDisk);
        }
        catch (StoreException)
        {
            taken?.Dispose();
            throw;
        }
        catch (SqliteException failure)
        {
            taken?.Dispose();
            throw StoreConnection.Explain(failure, options.Path);
        }
    }

    /// <summary>Waits until what was handed over so far is written, or something fails.</summary>
    /// <returns>True where nothing fails.</returns>
    public bool Settle()
    {
        long queued = Interlocked.Read(ref _queued);
        while (Interlocked.Read(ref _handled) < queued && Failure is null)
        {
            Thread.Sleep(DrainPause);
        }

        return Failure is null;
    }

    /// <summary>
    /// From now on who hands over a span waits until those before it are being written: windows that close all at once need not be in memory twice,
    /// as rows of the accounting and as what is stored.
    /// </summary>
    public void Drain() => _isDraining = true;

    /// <summary>Hands over an item, and waits while the queue is full.</summary>
    public void Add(StoredItem item)
    {
        while (_isDraining && item is StoredSpan && _queue.Count > 0 && Failure is null)
        {
            Thread.Sleep(DrainPause);
        }

        Interlocked.Increment(ref _queued);
        if (!_queue.Put(item))
        {
            Interlocked.Increment(ref _lost);
            Interlocked.Increment(ref _handled);
        }
    }

    /// <summary>Writes what is queued and closes the database.</summary>
    public void Dispose()
    {
        _isEnding = true;
        if (!_queue.TryComplete())
        {
            return;
        }

        _thread.Join();
        _writer?.Dispose();
        _lock.Dispose();
    }

    private static bool IsLarge(StoredItem item) => item is StoredSpan or StoredLogs;

    private void WriteLoop()
    {
        ThreadUrgency.Lower();
        while (_queue.TryTake(out StoredItem? item))
        {
            WriteTogether(item);
            FillOlder();
        }
    }

    // While nothing waits to be written, and neither a stop nor a drain waits for this.
    private void FillOlder()
    {
        while (_older.IsDue && _writer is not null && !_queue.Await(FillPause) && !_isEnding && !_isDraining)
        {
            try
            {
                _older.FillOne(_writer);
            }
            catch (Exception failure) when (failure is SqliteException or StoreException or InvalidOperationException)
            {
                CloseWriter();
                _older.Pause();
                if (!_hasToldOfOlder)
                {
                    _hasToldOfOlder = true;
                    OlderLeft?.Invoke(Explain(failure));
                }
            }
        }
    }

    // Small items that wait behind a small one are written with it; where that fails, each by itself.
    private void WriteTogether(StoredItem first)
    {
        List<StoredItem> items = [first];
        while (!IsLarge(first) && items.Count < MostTogether && _queue.TryTakeSmall(out StoredItem? next))
        {
            items.Add(next);
        }

        if (items.Count > 1 && _isEnding && _hasGivenUp)
        {
            // Tens of thousands may be left, and the end has to come in time: one attempt for all that go together.
            Interlocked.Add(ref _lost, TryWrite(items) ? 0 : items.Count);
        }
        else if (items.Count == 1 || !TryWrite(items))
        {
            items.ForEach(WriteWithRetries);
        }

        Interlocked.Add(ref _handled, items.Count);
    }

    private bool TryWrite(List<StoredItem> items)
    {
        try
        {
            Writer().Write(items);
            return true;
        }
        catch (Exception failure) when (failure is SqliteException or StoreException or InvalidOperationException)
        {
            CloseWriter();
            return false;
        }
    }

    // After a failure the store is taken and opened anew. One that is gone with its disk is waited for; a database that was moved away, because it is damaged, is
    // made anew where the rest of the store is.
    private StoreWriter Writer()
    {
        if (_writer is null)
        {
            _lock.TakeAgain();
            _writer = StoreWriter.Open(_options, _waitsForDisk);
        }

        return _writer;
    }

    private void WriteWithRetries(StoredItem item)
    {
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                Writer().Write([item]);
                Interlocked.Add(ref _written, item is StoredSpan ? 1 : 0);
                if (item is StoredSpan { Kind: SpanKind.Hour })
                {
                    _older.HourStored();
                }

                if (Interlocked.Exchange(ref _failure, null) is not null)
                {
                    Resumed?.Invoke();
                }

                return;
            }
            catch (Exception failure) when (failure is SqliteException or StoreException or InvalidOperationException)
            {
                CloseWriter();
                if (!MayTryAgain(Explain(failure), attempt))
                {
                    return;
                }
            }
        }
    }

    // Waits before the next attempt; false when the item is given up.
    private bool MayTryAgain(StoreException failure, int attempt)
    {
        StoreException? before = Interlocked.Exchange(ref _failure, failure);

        // What follows an item that was given up at the end gets one attempt, so that the end comes in time.
        bool isPatient = _waitsForDisk && !_isEnding && StoreConnection.IsOfTheDisk(failure);
        if (isPatient || (attempt < RetryPauses.Length && !(_isEnding && _hasGivenUp)))
        {
            // Also where what failed before was not waited for.
            if (before is null || (isPatient && !StoreConnection.IsOfTheDisk(before)))
            {
                Waiting?.Invoke(failure);
            }

            Thread.Sleep(RetryPauses[Math.Min(attempt, RetryPauses.Length - 1)]);
            return true;
        }

        _hasGivenUp = true;
        Interlocked.Increment(ref _lost);
        SpanLost?.Invoke(failure);
        return false;
    }

    private StoreException Explain(Exception failure) => failure switch
    {
        SqliteException sqlite => StoreConnection.Explain(sqlite, _folder),
        StoreException store => store,
        _ => new StoreException($"The store in '{_folder}' failed: {failure.Message}", failure),
    };

    private void CloseWriter()
    {
        try
        {
            _writer?.Dispose();
        }
        catch (Exception failure) when (failure is SqliteException or InvalidOperationException)
        {
            // It is given up because it failed; that it cannot even be closed well says nothing new.
        }

        _writer = null;
    }
}
