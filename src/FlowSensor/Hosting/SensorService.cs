using System.Diagnostics.Metrics;
using FlowSensor.Capture;
using FlowSensor.Capture.Privileges;
using FlowSensor.Dashboard;
using FlowSensor.Engine.Abuse.Tickets;
using FlowSensor.Engine.Collection;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Contacts.Institutions;
using FlowSensor.Engine.Intake;
using FlowSensor.Engine.Names;
using FlowSensor.Engine.Output;
using FlowSensor.Engine.Output.Notifications;
using FlowSensor.Engine.Output.Spool;
using FlowSensor.Engine.Pipeline;
using FlowSensor.Engine.Replay;
using FlowSensor.Engine.Storage;
using FlowSensor.Engine.Storage.Incidents;
using FlowSensor.Engine.Storage.Packets;
using FlowSensor.Status;

namespace FlowSensor.Hosting;

/// <summary>The running sensor: takes datagrams from the sockets, feeds the pipeline, and begins anew when the configuration is read again.</summary>
internal sealed class SensorService : BackgroundService
{
    // Of the ten seconds from signal to exit; what is not delivered by then goes out at the next start.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan ReloadPatience = TimeSpan.FromSeconds(1);

    private readonly ILogger<SensorService> _logger;
    private readonly SensorSignals _signals;
    private readonly TimeProvider _clock;
    private readonly IMeterFactory _meters;
    private readonly ILoggerFactory _logging;
    private readonly SensorStatus _status;
    private readonly LiveMetrics _metrics;
    private readonly string? _configuration;
    private readonly IReadOnlyList<string> _replay;
    private readonly LiveLogs _logs;
    private readonly ProcessUser? _user;
    private SensorOptions _options;
    private SensorStore _store;
    private readonly InterfaceDeltas _interfaces;
    private SliceFiles? _slices;
    private IncidentNames? _names;
    private LiveInputs _inputs;
    private LiveDirectory _directory;
    private ResultOutputs _outputs;
    private DashboardServer? _dashboard;
    private string? _dashboardTrouble;
    private SensorSession? _session;
    private Collector? _collector;
    private StoreReader? _storeReader;
    private TemplateJournal? _journal;
    private Notifier? _notifier;
    private readonly LiveIncidents _live = new();
    private LiveDesk? _desk;
    private bool _isReplaying;
    private long _datagrams;
    private long _records;

    /// <summary>Opens store and sockets, so that what cannot work is said before anything begins.</summary>
    /// <exception cref="StoreException">The store cannot be used.</exception>
    /// <exception cref="CaptureException">An address cannot be listened on.</exception>
    /// <exception cref="SpoolException">A spool cannot be used.</exception>
    /// <exception cref="DashboardException">The dashboard's port cannot be listened on.</exception>
    /// <exception cref="PrivilegeException">The process cannot become the user it is to be.</exception>
    public SensorService(SensorStart start, SensorSignals signals, TimeProvider clock, IMeterFactory meters, ILoggerFactory logging)
    {
        (_options, ContactDirectory institutions, _configuration, _replay, string? user) = start;
        _signals = signals;
        _clock = clock;
        _meters = meters;
        _logging = logging;
        _logger = logging.CreateLogger<SensorService>();
        _status = new SensorStatus(clock);
        _interfaces = new InterfaceDeltas(() => _inputs?.Packets?.Counters() ?? []);
        _user = user is null ? null : ProcessUser.Become(user);
        _store = OpenStore(_options);
        try
        {
            // First, so that it sees the instruments of all others from their beginning.
            _dashboard = DashboardServer.Open(_options, _status, _logging, out _dashboardTrouble, _user);
            _metrics = new LiveMetrics(meters);
            _inputs = Privileged(() => new LiveInputs(_options, _clock));
            _directory = Privileged(() => MakeDirectory(institutions));
            _logs = Privileged(() => new LiveLogs(_options, _clock, _logging));
            _outputs = OpenOutputs();
            _user?.Drop();
            _dashboard?.Answer();
        }
        catch (Exception failure) when (failure is CaptureException or SpoolException or DashboardException or StoreException or PrivilegeException)
        {
            _outputs?.Dispose();
            _logs?.Dispose();
            _directory?.Dispose();
            _inputs?.Dispose();
            _dashboard?.Dispose();
            _store.Dispose();
            throw;
        }
    }

    /// <summary>True until the sensor has ended in order with everything written, so that a failure nobody expected counts as one.</summary>
    public bool HasFailed { get; private set; } = true;

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.Factory.StartNew(() => Run(stoppingToken), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private void Run(CancellationToken stop)
    {
        bool isInOrder = false;
        _signals.Begin();
        try
        {
            isInOrder = Work(stop);
        }
        finally
        {
            try
            {
                HasFailed = !(End() && isInOrder);
            }
            finally
            {
                _signals.Stop();
            }
        }
    }

    // False when something failed that was logged.
    private bool Work(CancellationToken stop)
    {
        try
        {
            SensorSession session = Begin();
            _directory.StartReading();

            // What happened long ago is stored and not told: nobody is called for it.
            _isReplaying = true;
            StartReplay replay = StartReplay.Run(_replay, session, _logger, stop);
            _isReplaying = false;
            _desk = LiveDesk.Start(_options, _directory, _live, _clock, _logging);
            _inputs.Start();
            replay.TellWhenStored(_store);
            _status.Pass();
            _logs.Begin(_options, _outputs.Add ?? Store, KeepAndTell);
            while (!stop.IsCancellationRequested)
            {
                if (_inputs.Feed(session))
                {
                    _status.Pass();
                    _metrics.Report(session, _inputs, _status, _clock);
                    if (session.Pipeline.Collector.Refused.Take() is { Count: > 0 } refused)
                    {
                        SensorLog.Refused(_logger, string.Join(", ", refused));
                    }
                }

                if (_signals.TakeReload() && !stop.IsCancellationRequested)
                {
                    session = ReadConfiguration(session);

                    // The tables of the session before are garbage all at once, and would stay beside the new ones for long.
                    GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
                }

                if (_inputs.Failure is CaptureException failure)
                {
                    throw failure;
                }
            }

            return true;
        }
        catch (Exception failure) when (failure is CaptureException or ReplayException or StoreException or SpoolException or DashboardException)
        {
            SensorLog.Failed(_logger, failure.Message);
            return false;
        }
    }

    private T Privileged<T>(Func<T> open) => _user is null ? open() : _user.AsRoot(open);

    private SensorSession Begin()
    {
        _names = _options.Names.Resolvers.Count == 0 ? null : new IncidentNames(new NameLookup(_options.Names, _clock), Store);
        _names?.Start();
        _notifier = _options.Detection.Notify.Count == 0 ? null : new Notifier(_options.Detection.Notify, _options.Sensor.Name, _clock, _logging);
        _status.Use(_options, _store, _outputs, _directory);
        SensorSession session = new(_options, _outputs.Add, _directory.Groups, () => _inputs.KernelDropped(), _outputs.Observer, isReplay: false, MakeDetection(), _interfaces);
        _session = session;
        Collector collector = session.Pipeline.Collector;
        _journal = _options.Inputs.Netflow.Persist ? TemplateJournal.Open(_options.Store.Path, entry => entry.Restore(collector)) : null;
        if (_collector is not null)
        {
            LearnedTemplates.Pass(_collector, collector);
        }

        _collector = collector;
        collector.TemplateStore = _journal;
        if (_journal?.Trouble is string trouble)
        {
            SensorLog.Trouble(_logger, trouble);
        }

        if (_user is not null)
        {
            SensorLog.RunsAs(_logger, _user.Account.Name, _user.Account.UserId);
        }

        StartNotes.Tell(_logger, _options, _inputs, _logs.Sources(_options), _dashboard?.Address, _dashboardTrouble);
        return session;
    }

    private SensorSession ReadConfiguration(SensorSession session)
    {
        if (Reconfiguration.Read(_configuration, _options, _user, _logger, () => _store.WaitsFor) is not Reconfiguration changed)
        {
            return session;
        }

        // Sockets that stay the same stay open: what arrives meanwhile waits in their buffers. Others still have datagrams, which
        // belong to the session that ends.
        bool differ = LiveInputs.Differ(_options.Inputs, changed.Options.Inputs);
        if (differ)
        {
            _inputs.Drain(session);
        }

        _logs.End();
        CompleteSession();
        SensorOptions before = _options;
        _options = changed.Options;
        if (!before.Store.IsAt(_options.Store) || before.Dashboard.Differs(_options.Dashboard))
        {
            _dashboard?.Dispose();
            _dashboard = null;
        }

        // A port may go from one part to another: what ends, ends before anything is opened.
        _directory.Dispose();
        if (differ)
        {
            LogInterfaces();
            _inputs.Dispose();
        }

        _logs.Change(_options);
        if (differ)
        {
            _inputs = new LiveInputs(_options, _clock);
            _inputs.Start();
        }

        _outputs.Stop(ReloadPatience);
        _outputs.Dispose();
        _store.Dispose();
        _store = OpenStore(_options);
        ReopenDashboard();
        _outputs = OpenOutputs();
        _directory = MakeDirectory(changed.Institutions);
        session = Begin();
        _desk = LiveDesk.Start(_options, _directory, _live, _clock, _logging);
        _directory.StartReading();
        _logs.Begin(_options, _outputs.Add ?? Store, KeepAndTell);
        SensorLog.Reloaded(_logger);
        return session;
    }

    // The traffic goes on without it.
    private void ReopenDashboard()
    {
        try
        {
            _dashboard ??= DashboardServer.Open(_options, _status, _logging, out _dashboardTrouble)?.Answer();
        }
        catch (Exception failure) when (failure is DashboardException or StoreException)
        {
            _dashboardTrouble = failure.Message;
        }
    }

    private void CompleteSession()
    {
        if (_session is null)
        {
            return;
        }

        Collector collector = _session.Pipeline.Collector;
        _store.Drain();
        _session.Complete();
        _journal?.Dispose();
        Ledger total = collector.Total();
        if (_session.Pipeline.Packets is PacketIntake packets)
        {
            EndNotes.TellOfPackets(_logger, packets);
        }

        _datagrams += total.Datagrams;
        _records += total.Records;
        _session.Dispose();
        _session = null;
        _notifier?.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _notifier = null;
        _names?.Dispose();
        _names = null;
        _desk?.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _desk = null;
    }

    // False when something was not written.
    private bool End()
    {
        EndParts parts = new(_logger);
        _status.End();
        parts.End(_directory.Dispose);
        parts.End(_logs.Dispose);
        parts.End(() => _inputs.Drain(_session));
        parts.End(CompleteSession);
        parts.End(LogInterfaces);
        parts.End(_inputs.Dispose);
        parts.End(() => _outputs.Stop(Patience));
        parts.End(_outputs.Dispose);
        parts.End(() => _storeReader?.Dispose());
        parts.End(_store.Dispose);
        StoreException? failure = _store.Lost > 0 ? _store.Failure : null;
        if (failure is not null)
        {
            SensorLog.Failed(_logger, failure.Message);
        }

        parts.End(() => _dashboard?.Dispose());
        SensorLog.Stopped(_logger, _datagrams, _records, _store.Written);
        return failure is null && !parts.HasFailed;
    }

    private void Store(StoredItem item) => _store.Add(item);

    private void KeepAndTell(StoredItem item)
    {
        (_outputs.Add ?? Store)(item);
        if (item is StoredIncident told && !_isReplaying)
        {
            _live.Note(told.Change);
            _names?.Note(told.Change);
            _notifier?.Tell(told.Change, new NoticePlace(told.Institution, told.Contact));
        }
    }

    private DetectionPart? MakeDetection()
    {
        _storeReader?.Dispose();
        _storeReader = null;
        if (!_options.Detection.Enabled)
        {
            return null;
        }

        _slices = _options.Detection.Evidence.Packets is { Enabled: true } packets
            ? SliceFiles.Beside(_options.Store.Path, packets.MaxOctets, _options.Store.Retention.Evidence)
            : null;
        _storeReader = StoreReader.Open(_options.Store.Path);
        SilencesQuery silences = new(_storeReader);
        return new DetectionPart(_options, KeepAndTell, _directory.Groups, _directory.ContactOf, new DetectorStateQuery(_storeReader).Ask(), new IncidentsQuery(_storeReader).AskOpen(), silences.AskDecisions, _slices);
    }

    private ResultOutputs OpenOutputs() => SensorOutputs.Open(_options, Store, isReplay: false, _clock, _meters, _logging);

    private SensorStore OpenStore(SensorOptions options)
    {
        SensorStore store = SensorStore.Open(options.Store, waitsForDisk: true);
        StoreNotes.Follow(store, _logger);
        return store;
    }

    private LiveDirectory MakeDirectory(ContactDirectory institutions) => new(_options, institutions, _clock, _meters, _logging);

    private void LogInterfaces() => EndNotes.TellOfInterfaces(_logger, _slices?.Trouble, _inputs.Packets?.Counters() ?? []);
}
