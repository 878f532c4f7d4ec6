using System.Diagnostics.Metrics;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Handover;
using FlowSensor.Engine.Output.Delivery;
using FlowSensor.Engine.Output.Spool;
using FlowSensor.Engine.Output.TimeSeries;
using FlowSensor.Engine.Storage;
using Microsoft.Extensions.Logging;

namespace FlowSensor.Engine.Output.Influx;

/// <summary>
/// Time series to InfluxDB. One thread makes points of items and brings them to the spool; another delivers from there.
/// </summary>
public sealed class InfluxOutput : IResultOutput
{
    /// <summary>Its name in logs, metrics and folders.</summary>
    public const string Name = "influxdb";

    private const int QueueLength = 64;

    private readonly DeliveryLoop _loop;
    private readonly LineBatchWriter _writer;
    private readonly TimeSeriesPoints _points;
    private readonly string? _temporary;
    private readonly ItemQueue<StoredItem> _queue = new(QueueLength, QueueLength, static _ => false);
    private readonly CancellationTokenSource _abort = new();
    private readonly Thread _thread;
    private readonly ILogger _logger;
    private long _added;
    private long _written;

    private InfluxOutput(SensorOptions options, string folder, string? temporary, TimeProvider clock, IMeterFactory meters, ILogger logger)
    {
        bool isReplay = temporary is not null;
        _temporary = temporary;
        _logger = logger;
        InfluxOptions influx = options.Outputs.Influxdb;
        SpoolLimits limits = new(options.Outputs.Spool.Max.Octets, isReplay ? SpoolWhenFull.Wait : SpoolWhenFull.DropOldest);
        DiskSpool spool = DiskSpool.Open(folder, limits, clock);
        OutputMetrics metrics = new(meters, Name);
        _loop = new DeliveryLoop(
            Name,
            spool,
            new InfluxSender(influx, clock),
            new DeliveryOptions { JoinOctets = (int)influx.BatchSize.Octets, JoinAge = influx.BatchAge, LongestPause = influx.RetryMax },
            clock,
            logger,
            metrics);
        _writer = new LineBatchWriter(spool, options.Sensor.Name, _abort.Token);
        _points = new TimeSeriesPoints(options, isReplay ? null : folder, _writer, () => _loop.State, clock);
        foreach (string trouble in _points.Load())
        {
            OutputLog.Trouble(logger, Name, trouble);
        }

        _thread = new Thread(Write) { Name = "points influxdb", IsBackground = true };
        _thread.Start();
    }

    /// <inheritdoc/>
    public OutputState State => _loop.State;

    /// <summary>Opens the output of a configuration; null where it has none.</summary>
    /// <param name="options">The configuration.</param>
    /// <param name="isReplay">Waits for the database instead of giving up old points, and leaves nothing behind.</param>
    /// <param name="clock">Time.</param>
    /// <param name="meters">Makes the instruments.</param>
    /// <param name="logging">Makes the logger.</param>
    /// <exception cref="SpoolException">The spool cannot be used.</exception>
    public static InfluxOutput? Open(SensorOptions options, bool isReplay, TimeProvider clock, IMeterFactory meters, ILoggerFactory logging)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Outputs.Influxdb.Url is null)
        {
            return null;
        }

        string? temporary = isReplay ? Directory.CreateTempSubdirectory("flowsensor-replay-").FullName : null;
        string folder = temporary ?? options.Outputs.Spool.FolderOf(options.Store.Path, Name);
        return new InfluxOutput(options, folder, temporary, clock, meters, logging.CreateLogger<InfluxOutput>());
    }

    /// <inheritdoc/>
    public void Add(StoredItem item)
    {
        Interlocked.Increment(ref _added);
        _queue.Put(item);
    }

    /// <inheritdoc/>
    public bool Flush(CancellationToken stop)
    {
        while (Interlocked.Read(ref _written) < Interlocked.Read(ref _added))
        {
            if (stop.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(10)))
            {
                return false;
            }
        }

        return _loop.Flush(stop);
    }

    /// <inheritdoc/>
    public void Stop(TimeSpan patience)
    {
        if (!_queue.TryComplete())
        {
            return;
        }

        // Points in hand go to the disk in any case; only a replay's may wait for room there.
        if (_temporary is not null)
        {
            _abort.Cancel();
        }

        _thread.Join();
        _loop.Stop(patience);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Stop(TimeSpan.Zero);
        _loop.Dispose();
        _abort.Dispose();
        if (_temporary is not null)
        {
            Directory.Delete(_temporary, recursive: true);
        }
    }

    private void Write()
    {
        while (_queue.TryTake(out StoredItem? item))
        {
            if (!_points.Write(item))
            {
                OutputLog.Trouble(_logger, Name, "what was written last cannot be kept on disk, so a window that a restart divides may be written in part");
            }

            Interlocked.Increment(ref _written);
        }
    }
}
