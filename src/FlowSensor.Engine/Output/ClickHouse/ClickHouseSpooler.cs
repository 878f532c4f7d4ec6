using System.Collections.Concurrent;
using FlowSensor.Engine.ClickHouse;
using FlowSensor.Engine.Output.Spool;
using FlowSensor.Engine.Storage;
using Microsoft.Extensions.Logging;

namespace FlowSensor.Engine.Output.ClickHouse;

/// <summary>
/// Takes batches of records and spans from the accounting's thread, and compresses and spools them on its own, in their order: when a
/// window is in the spool, so is every record of it, and the sums of its minutes can be asked for.
/// </summary>
internal sealed class ClickHouseSpooler : IDisposable
{
    private const int QueueLength = 64;
    private static readonly Dictionary<string, string> Headers = [];
    private static readonly object SpansDue = new();

    private readonly ClickHouseOptions _options;
    private readonly DiskSpool _spool;
    private readonly FlowBatchPool _pool;
    private readonly BatchNumbers _numbers;
    private readonly StaleSums _stale;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly bool _waits;
    private readonly BlockingCollection<object> _queue = new(QueueLength);
    private readonly SpanRows _spans;
    private readonly SortedSet<uint> _closedHours = [];
    private readonly MemoryStream _payload = new();
    private readonly CancellationTokenSource _stop;
    private readonly Thread _thread;
    private uint _closedUntil;
    private long _lostRows;
    private long _lostSpans;

    /// <summary>Begins to work.</summary>
    /// <param name="options">Size and age of batches.</param>
    /// <param name="sensor">Name of the sensor.</param>
    /// <param name="spool">Where batches go.</param>
    /// <param name="pool">Where emptied batches go back to.</param>
    /// <param name="numbers">Numbers of parts of spans.</param>
    /// <param name="stale">Sums to be made.</param>
    /// <param name="clock">Time.</param>
    /// <param name="logger">Told of trouble with files.</param>
    /// <param name="waits">Let the accounting wait when the queue is full, as a replay does, instead of losing something.</param>
    /// <param name="stop">Ends such waits, and that for room in the spool.</param>
    public ClickHouseSpooler(
        ClickHouseOptions options, string sensor, DiskSpool spool, FlowBatchPool pool, BatchNumbers numbers, StaleSums stale, TimeProvider clock, ILogger logger, bool waits,
        CancellationToken stop)
    {
        _options = options;
        _spool = spool;
        _pool = pool;
        _numbers = numbers;
        _stale = stale;
        _clock = clock;
        _logger = logger;
        _waits = waits;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(stop);
        _spans = new SpanRows(sensor);
        _thread = new Thread(Run) { Name = "output clickhouse, spooling", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Records lost because the queue was full.</summary>
    public long LostRows => Interlocked.Read(ref _lostRows);

    /// <summary>Spans lost because the queue was full.</summary>
    public long LostSpans => Interlocked.Read(ref _lostSpans);

    /// <summary>Hands over a batch of records.</summary>
    public void Add(FlowBatch batch)
    {
        if (!TryAdd(batch))
        {
            Interlocked.Add(ref _lostRows, batch.Rows);
            _pool.Return(batch);
        }
    }

    /// <summary>Hands over a span; it is kept until <see cref="SpoolSpans()"/>.</summary>
    public void Add(StoredSpan span)
    {
        if (!TryAdd(span))
        {
            Interlocked.Increment(ref _lostSpans);
        }
    }

    /// <summary>Has the spans spooled; the records of their windows must have been handed over.</summary>
    public void SpoolSpans()
    {
        // Where there is no room, the next call does it.
        TryAdd(SpansDue);
    }

    /// <summary>Spools everything handed over so far, with all sums that are still to be made, and ends.</summary>
    /// <returns>True the first time.</returns>
    public bool Complete()
    {
        if (_queue.IsAddingCompleted)
        {
            return false;
        }

        _queue.CompleteAdding();
        _thread.Join();
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Cancel();
        Complete();
        _queue.Dispose();
        _stop.Dispose();
    }

    private bool TryAdd(object work)
    {
        try
        {
            return _queue.TryAdd(work) || (_waits && _queue.TryAdd(work, Timeout.Infinite, _stop.Token));
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private void Run()
    {
        foreach (object work in _queue.GetConsumingEnumerable())
        {
            switch (work)
            {
                case FlowBatch batch:
                    Spool(batch);
                    break;
                case StoredSpan span:
                    Take(span);
                    break;
                default:
                    SpoolSpans(_closedUntil);
                    break;
            }

            if (_stale.IsFull)
            {
                SpoolSpans(uint.MaxValue);
            }
        }

        SpoolSpans(uint.MaxValue);
    }

    private void Spool(FlowBatch batch)
    {
        _stale.Mark(batch.Minutes);
        SaveStale();
        BatchFormat.Begin(_payload);
        BatchFormat.AddRows(_payload, ClickHouseTable.Flows, batch.Content);
        BatchFormat.End(_payload, [], [], []);
        int rows = batch.Rows;
        _pool.Return(batch);
        Append(rows);
    }

    private void Take(StoredSpan span)
    {
        if (_options.Windows)
        {
            _spans.Add(span, _numbers.Next(), NowMs());
            if (span.Kind == SpanKind.Hour)
            {
                _closedHours.Add(Seconds(span.Start));
            }
        }

        if (span.Kind == SpanKind.Window)
        {
            _closedUntil = Math.Max(_closedUntil, Seconds(span.End));
        }
    }

    // Rows of spans and the sums that became due with them go together: a sum is made after the records and windows it is made of.
    private void SpoolSpans(uint until)
    {
        (IReadOnlyList<uint> minutes, IReadOnlyList<uint> hours) = _options.Records ? _stale.TakeBefore(until) : ([], []);
        int rows = _spans.Count;
        if (rows > 0 || minutes.Count + hours.Count > 0)
        {
            BatchFormat.Begin(_payload);
            foreach ((ClickHouseTable table, RowBuffer buffer) in _spans.Tables)
            {
                BatchFormat.AddRows(_payload, table, buffer.Content);
            }

            BatchFormat.End(_payload, _closedHours, minutes, hours);
            Append(Math.Max(rows, 1));
        }

        _spans.Clear();
        _closedHours.Clear();
        SaveStale();
    }

    private void Append(int rows) => _spool.Append(Headers, _payload.GetBuffer().AsSpan(0, (int)_payload.Length), rows, _stop.Token);

    private void SaveStale()
    {
        try
        {
            _stale.Save();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            ClickHouseLog.SumsNotKept(_logger, failure.Message);
        }
    }

    private long NowMs() => _clock.GetUtcNow().ToUnixTimeMilliseconds();

    private static uint Seconds(long unixMilliseconds) => (uint)Math.Clamp(unixMilliseconds / 1_000, 0, uint.MaxValue);
}
