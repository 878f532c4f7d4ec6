using System.Diagnostics.Metrics;
using FlowSensor.Engine.ClickHouse;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Output.Delivery;
using FlowSensor.Engine.Output.Spool;
using FlowSensor.Engine.Pipeline;
using FlowSensor.Engine.Storage;
using FlowSensor.Protocols.Flows;
using Microsoft.Extensions.Logging;

namespace FlowSensor.Engine.Output.ClickHouse;

/// <summary>
/// Writes flow records and spans to ClickHouse. The thread that accounts only encodes; one thread compresses and spools, another
/// delivers. What one thread hands to the next is bounded, and what finds no room is counted.
/// </summary>
public sealed class ClickHouseOutput : IResultOutput, IRecordObserver
{
    /// <summary>Name of the output in logs, metrics and the spool's folder.</summary>
    public const string Name = "clickhouse";

    // One fills, one is compressed, and two bridge what a busy disk takes.
    private const int Batches = 4;

    // What a row takes, generously; a batch whose rows are longer ends with fewer rows.
    private const int RowOctets = 256;

    // Spans of a replay come fast: so many rows of them go together.
    private const int MostSpanRows = 100_000;

    private readonly ILogger _logger;
    private readonly OutputMetrics _metrics;
    private readonly TimeProvider _clock;
    private readonly TimeSpan _age;
    private readonly bool _keepsRecords;
    private readonly DeliveryLoop _delivery;
    private readonly FlowBatchPool _pool;
    private readonly FlowRecorder _recorder;
    private readonly ClickHouseSpooler _spooler;
    private long? _spansBegun;
    private long _spanRows;
    private long _lostCounted;

    private ClickHouseOutput(SensorOptions options, bool isReplay, TimeProvider clock, IMeterFactory meters, ILogger logger, CancellationToken stop)
    {
        ClickHouseOptions own = options.Outputs.Clickhouse;
        string folder = options.Outputs.Spool.FolderOf(options.Store.Path, Name);
        _logger = logger;
        _metrics = new OutputMetrics(meters, Name);
        _keepsRecords = own.Records;
        _clock = clock;
        _age = own.BatchAge;
        DiskSpool spool = DiskSpool.Open(folder, new SpoolLimits(options.Outputs.Spool.Max.Octets, isReplay ? SpoolWhenFull.Wait : SpoolWhenFull.DropOldest), clock);
        ClickHouseSender sender = new(new ClickHouseNodes(own), new ClickHouseRetention(own.Retention, own.Database, clock), options.Sensor.Name, options.Store.HourSources);
        _delivery = new DeliveryLoop(Name, spool, sender, new DeliveryOptions(), clock, _logger, _metrics);
        BatchNumbers numbers = new(clock);
        _pool = new FlowBatchPool(_keepsRecords ? Batches : 0, own.BatchRows * RowOctets);
        _spooler = new ClickHouseSpooler(own, options.Sensor.Name, spool, _pool, numbers, new StaleSums(Path.Combine(folder, "sums")), clock, _logger, isReplay, stop);
        _recorder = new FlowRecorder(own, options.Sensor.Name, options.Traffic, _pool, numbers, clock, _spooler.Add, isReplay, stop);
    }

    /// <inheritdoc/>
    public OutputState State
    {
        get
        {
            OutputState state = _delivery.State;
            return state with { Dropped = state.Dropped + Lost };
        }
    }

    // Records and spans that never reached the spool.
    private long Lost => _recorder.Lost + _spooler.LostRows + _spooler.LostSpans;

    /// <summary>Opens the output of a configuration, which begins to deliver what an earlier run left in the spool; null where it has none.</summary>
    /// <param name="options">The configuration.</param>
    /// <param name="isReplay">
    /// Lets the input wait for the disk and the server, instead of giving up what they cannot take. What is not delivered stays in the
    /// spool in any case: a batch has its number, which a second replay of the same file would not give it.
    /// </param>
    /// <param name="clock">Time.</param>
    /// <param name="meters">Makes the instruments.</param>
    /// <param name="logging">Makes the logger.</param>
    /// <param name="stop">Ends the waits of a replay.</param>
    /// <exception cref="SpoolException">The spool cannot be used.</exception>
    public static ClickHouseOutput? Open(SensorOptions options, bool isReplay, TimeProvider clock, IMeterFactory meters, ILoggerFactory logging, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.Outputs.Clickhouse.Url is null ? null : new ClickHouseOutput(options, isReplay, clock, meters, logging.CreateLogger<ClickHouseOutput>(), stop);
    }

    /// <inheritdoc/>
    public void OnRecord(ref FlowRecord record, long eventTime)
    {
        if (_keepsRecords)
        {
            _recorder.Add(ref record, eventTime);
        }
    }

    /// <inheritdoc/>
    public void Add(StoredItem item)
    {
        if (item is not StoredSpan span)
        {
            return;
        }

        _spooler.Add(span);
        _spansBegun ??= _clock.GetTimestamp();
        _spanRows += 1 + span.Services.Count + span.Bands.Count + span.Sources.Sum(static kept => kept.Sources.Count);
        if (_spanRows >= MostSpanRows)
        {
            SpoolSpans();
        }
    }

    /// <inheritdoc/>
    public void Tick()
    {
        _recorder.EndIfOld();
        CountLost();
        if (_spansBegun is long begun && _clock.GetElapsedTime(begun) >= _age)
        {
            SpoolSpans();
        }
    }

    /// <inheritdoc/>
    public bool Flush(CancellationToken stop)
    {
        Complete();
        return _delivery.Flush(stop);
    }

    /// <inheritdoc/>
    public void Stop(TimeSpan patience)
    {
        Complete();
        _delivery.Stop(patience);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _spooler.Dispose();
        _delivery.Dispose();
        _pool.Dispose();
    }

    // Sums are made of records that went before: so the batch ends, full or not.
    private void SpoolSpans()
    {
        _recorder.End();
        _spooler.SpoolSpans();
        _spansBegun = null;
        _spanRows = 0;
    }

    private void Complete()
    {
        _recorder.End();
        if (_spooler.Complete())
        {
            CountLost();
        }
    }

    private void CountLost()
    {
        long lost = Lost;
        if (lost > _lostCounted)
        {
            _metrics.Dropped("queue_full", lost - _lostCounted);
            ClickHouseLog.Lost(_logger, lost - _lostCounted, lost);
            _lostCounted = lost;
        }
    }
}
