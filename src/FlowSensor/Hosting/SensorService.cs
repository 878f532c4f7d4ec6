using FlowSensor.Capture;
using FlowSensor.Engine.Collection;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Replay;
using FlowSensor.Engine.Storage;

namespace FlowSensor.Hosting;

/// <summary>The running sensor: takes datagrams from the sockets, feeds the pipeline, and begins anew when the configuration is read again.</summary>
internal sealed class SensorService : BackgroundService
{
    private static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(200);

    private readonly ILogger<SensorService> _logger;
    private readonly IHostApplicationLifetime _lifetime;
    private readonly TimeProvider _clock;
    private readonly string? _configuration;
    private readonly IReadOnlyList<string> _replay;
    private SensorOptions _options;
    private SensorStore _store;
    private DatagramReceiver _receiver;
    private SensorSession? _session;
    private TemplateJournal? _journal;
    private volatile bool _reloadWanted;
    private long _queueFull;
    private long _lastArrival;
    private long _datagrams;
    private long _records;

    /// <summary>Opens store and sockets, so that what cannot work is said before anything begins.</summary>
    /// <exception cref="StoreException">The store cannot be used.</exception>
    /// <exception cref="CaptureException">An address cannot be listened on.</exception>
    public SensorService(SensorStart start, IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<SensorService> logger)
    {
        (_options, _configuration, _replay) = start;
        _lifetime = lifetime;
        _clock = clock;
        _logger = logger;
        _store = OpenStore(_options);
        try
        {
            _receiver = OpenReceiver(_options);
        }
        catch (CaptureException)
        {
            _store.Dispose();
            throw;
        }
    }

    /// <summary>True when the sensor ended because something failed.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>Asks for the configuration to be read again.</summary>
    public void Reload() => _reloadWanted = true;

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.Factory.StartNew(() => Run(stoppingToken), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private void Run(CancellationToken stop)
    {
        try
        {
            SensorSession session = Begin();
            Replay(session, stop);
            _receiver.Start();
            while (!stop.IsCancellationRequested)
            {
                Receive(session);
                if (_reloadWanted)
                {
                    _reloadWanted = false;
                    session = ReadConfiguration(session);
                }

                if (_receiver.Failure is CaptureException failure)
                {
                    throw failure;
                }
            }
        }
        catch (Exception failure) when (failure is CaptureException or ReplayException or StoreException)
        {
            HasFailed = true;
            SensorLog.Failed(_logger, failure.Message);
        }
        finally
        {
            End();
            _lifetime.StopApplication();
        }
    }

    private SensorSession Begin()
    {
        SensorSession session = new(_options, Store, KernelDropped, isReplay: false);
        _session = session;
        Collector collector = session.Pipeline.Collector;
        _journal = _options.Inputs.Netflow.Persist ? TemplateJournal.Open(_options.Store.Path, entry => entry.Restore(collector)) : null;
        collector.TemplateStore = _journal;
        if (_journal?.Trouble is string trouble)
        {
            SensorLog.Trouble(_logger, trouble);
        }

        SensorLog.Listening(_logger, _options.Sensor.Name, string.Join(", ", _receiver.Listeners), _options.Store.Path);
        for (int i = 0; i < _receiver.Listeners.Count; i++)
        {
            ByteSize given = new(_receiver.Counters(i).ReceiveBuffer);
            ByteSize wanted = _options.Inputs.Netflow.ReceiveBuffer;
            if (given < wanted)
            {
                SensorLog.SmallBuffer(_logger, _receiver.Listeners[i], given.ToString(), wanted.ToString(), wanted.Octets);
            }
        }

        return session;
    }

    private void Replay(SensorSession session, CancellationToken stop)
    {
        if (_replay.Count == 0)
        {
            return;
        }

        ReplayRun run = new(_replay, session.Pipeline.IntakeFor);
        run.Run(CaptureKind.Auto, progress: null, stop);
        foreach (string warning in run.Input.Warnings)
        {
            SensorLog.Trouble(_logger, warning);
        }

        session.Pipeline.IntakeFor(CaptureKind.Exports).BreakTime();
        SensorLog.Replayed(_logger, run.Input.Packets, run.Input.Files);
    }

    private void Receive(SensorSession session)
    {
        Collector collector = session.Pipeline.Collector;
        if (_receiver.TryTake(out DatagramBatch? batch, Wait))
        {
            for (int i = 0; i < batch.Count; i++)
            {
                collector.Receive(batch.Payload(i), batch.Source(i), batch.ArrivalMs(i));
            }

            _lastArrival = batch.Count > 0 ? batch.ArrivalMs(batch.Count - 1) : _lastArrival;
            _receiver.Return(batch);
        }
        else if (collector.Clock.IsStarted && _lastArrival > 0)
        {
            // Nothing comes: windows close as time passes, so that results appear without the next datagram.
            long quiet = _clock.GetUtcNow().ToUnixTimeMilliseconds() - _lastArrival;
            session.Pipeline.Accounting.Advance(collector.Clock.Watermark + Math.Max(0, quiet));
        }

        CountQueueFull(collector);
    }

    private void CountQueueFull(Collector collector)
    {
        long queueFull = 0;
        for (int i = 0; i < _receiver.Listeners.Count; i++)
        {
            queueFull += _receiver.Counters(i).QueueFull;
        }

        if (queueFull != _queueFull)
        {
            collector.CountQueueFull(queueFull - _queueFull);
            _queueFull = queueFull;
        }
    }

    private long KernelDropped()
    {
        long dropped = 0;
        for (int i = 0; i < _receiver.Listeners.Count; i++)
        {
            dropped += _receiver.Counters(i).KernelDropped;
        }

        return dropped;
    }

    private SensorSession ReadConfiguration(SensorSession session)
    {
        ConfigurationResult result = ConfigurationLoader.Load(_configuration, Environment.GetEnvironmentVariables());
        if (!result.IsValid)
        {
            foreach (ConfigurationProblem problem in result.Problems)
            {
                SensorLog.ReloadRefused(_logger, problem.ToString());
            }

            return session;
        }

        CompleteSession();
        SensorOptions old = _options;
        _options = result.Options;

        // Sockets that stay the same stay open: what arrives meanwhile waits in their buffers.
        if (!old.Inputs.Netflow.Listen.Concat(old.Inputs.Sflow.Listen).SequenceEqual(_options.Inputs.Netflow.Listen.Concat(_options.Inputs.Sflow.Listen))
            || old.Inputs.Netflow.Threads != _options.Inputs.Netflow.Threads || old.Inputs.Netflow.ReceiveBuffer != _options.Inputs.Netflow.ReceiveBuffer)
        {
            _receiver.Dispose();
            _queueFull = 0;
            _receiver = OpenReceiver(_options);
            _receiver.Start();
        }

        _store.Dispose();
        _store = OpenStore(_options);
        session = Begin();
        SensorLog.Reloaded(_logger);
        return session;
    }

    private void CompleteSession()
    {
        if (_session is null)
        {
            return;
        }

        Collector collector = _session.Pipeline.Collector;
        _session.Complete();
        _journal?.Dispose();
        Ledger total = collector.Total();
        _datagrams += total.Datagrams;
        _records += total.Records;
        _session.Dispose();
        _session = null;
    }

    private void End()
    {
        _receiver.Stop();
        if (_session is SensorSession session)
        {
            while (_receiver.TryTake(out DatagramBatch? batch, TimeSpan.Zero))
            {
                for (int i = 0; i < batch.Count; i++)
                {
                    session.Pipeline.Collector.Receive(batch.Payload(i), batch.Source(i), batch.ArrivalMs(i));
                }

                _receiver.Return(batch);
            }

            CountQueueFull(session.Pipeline.Collector);
            CompleteSession();
        }

        _receiver.Dispose();
        _store.Dispose();
        if (_store is { Lost: > 0, Failure: StoreException failure })
        {
            HasFailed = true;
            SensorLog.Failed(_logger, failure.Message);
        }

        SensorLog.Stopped(_logger, _datagrams, _records, _store.Written);
    }

    // A replay fills the queue faster than the disk takes it; live windows come a minute apart, so waiting does not hold up reception.
    private void Store(StoredSpan span) => _store.Add(span);

    private SensorStore OpenStore(SensorOptions options)
    {
        SensorStore store = SensorStore.Open(options.Store);
        store.SpanLost += failure => SensorLog.Failed(_logger, failure.Message);
        return store;
    }

    private static DatagramReceiver OpenReceiver(SensorOptions options) => new(new DatagramReceiverOptions
    {
        Listen = [.. options.Inputs.Netflow.Listen, .. options.Inputs.Sflow.Listen],
        Threads = options.Inputs.Netflow.Threads,
        ReceiveBuffer = (int)options.Inputs.Netflow.ReceiveBuffer.Octets,
    });
}
