using System.Globalization;
using FlowSensor.Capture;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Detection;
using FlowSensor.Engine.Logs.Findings;
using FlowSensor.Engine.Logs.Following;
using FlowSensor.Engine.Logs.Syslog;
using FlowSensor.Engine.Pipeline.Logs;
using FlowSensor.Engine.Storage;
using FlowSensor.Engine.Storage.Incidents;
using FlowSensor.Engine.Storage.Logs;
using FlowSensor.Status;

namespace FlowSensor.Hosting;

/// <summary>The log files and syslog ports of a running sensor. Ports that stay the same stay open when the configuration is read again.</summary>
internal sealed class LiveLogs : IDisposable
{
    private readonly ILogger _logger;
    private readonly TimeProvider _clock;
    private SyslogReceiver? _syslog;
    private SyslogInputOptions? _syslogOptions;
    private LogIntake? _intake;
    private StoreReader? _decisions;

    /// <summary>Opens the ports; nothing is read yet.</summary>
    /// <exception cref="CaptureException">A port cannot be listened on.</exception>
    public LiveLogs(SensorOptions options, TimeProvider clock, ILoggerFactory logging)
    {
        _clock = clock;
        _logger = logging.CreateLogger<LiveLogs>();
        Open(options.Inputs.Syslog);
    }

    /// <summary>True when two configurations need different ports.</summary>
    public static bool Differ(SyslogInputOptions one, SyslogInputOptions other) =>
        !one.Listen.SequenceEqual(other.Listen) || !one.TlsListen.SequenceEqual(other.TlsListen) || !one.Allow.SequenceEqual(other.Allow)
        || (one.Certificate, one.Key, one.MaxConnections, one.Idle, one.MaxMessage, one.ReceiveBuffer)
            != (other.Certificate, other.Key, other.MaxConnections, other.Idle, other.MaxMessage, other.ReceiveBuffer);

    /// <summary>Where lines come from, for the operator.</summary>
    /// <param name="options">The configuration.</param>
    public IEnumerable<string> Sources(SensorOptions options) =>
        (_syslog?.EndPoints ?? []).Concat(options.Inputs.Logs.Select(static log => $"log {log.Path}"));

    /// <summary>Begins to read, behind what the store has.</summary>
    /// <param name="options">The configuration.</param>
    /// <param name="store">Takes what is learned.</param>
    /// <param name="tell">Takes incidents of findings, from another thread.</param>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public void Begin(SensorOptions options, Action<StoredItem> store, Action<StoredItem> tell)
    {
        if (_syslog is null && options.Inputs.Logs.Count == 0)
        {
            return;
        }

        using StoreReader reader = StoreReader.Open(options.Store.Path);
        _intake = new LogIntake(options, _syslog, new LogStateQuery(reader), store, _clock, MakeIncidents(options, tell)) { Trouble = sentence => SensorLog.Trouble(_logger, sentence) };
        _intake.Start();
    }

    /// <summary>Hands what was read to the store and ends reading. Ports stay open.</summary>
    public void End()
    {
        if (_intake is null)
        {
            return;
        }

        _intake.Stop();
        SensorLog.LogsRead(_logger, _intake.Rare.Types.Types.Count, _intake.SyslogMessages, string.Join("; ", _intake.Followed.Select(static log => Describe(log.Path, log.Counters)).DefaultIfEmpty("none")));
        _intake.Dispose();
        _intake = null;
        _decisions?.Dispose();
        _decisions = null;
    }

    /// <summary>Takes on another configuration, between <see cref="End"/> and <see cref="Begin"/>.</summary>
    /// <exception cref="CaptureException">A port cannot be listened on.</exception>
    public void Change(SensorOptions options)
    {
        if (_syslogOptions is SyslogInputOptions before && !Differ(before, options.Inputs.Syslog))
        {
            return;
        }

        Close();
        Open(options.Inputs.Syslog);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        End();
        Close();
    }

    private LogIncidents MakeIncidents(SensorOptions options, Action<StoredItem> tell)
    {
        _decisions = StoreReader.Open(options.Store.Path);
        SilencesQuery silences = new(_decisions);
        IReadOnlyList<Silence> known = [];
        LogIncidents incidents = new(options.Logs.Incidents, Decide, change => tell(new StoredIncident { Change = change }));
        foreach (Incident incident in new IncidentsQuery(_decisions).AskOpen())
        {
            incidents.Adopt(incident);
        }

        return incidents;

        // Decisions that cannot be read now hold as they were.
        IReadOnlyList<Silence> Decide()
        {
            try
            {
                return known = [.. DetectionSettings.SilencesOf(options), .. silences.AskDecisions()];
            }
            catch (StoreException)
            {
                return known;
            }
        }
    }

    private static string Describe(string path, FollowCounters counters) => string.Create(
        CultureInfo.InvariantCulture,
        $"{path} {counters.Lines} lines, renamed {counters.Renamed}, emptied {counters.Emptied}, copies_missing {counters.CopiesMissing}, files_missing {counters.FilesMissing}, caught_up {counters.CaughtUp}");

    private void Open(SyslogInputOptions options)
    {
        _syslogOptions = options;
        _syslog = options.Listen.Count + options.TlsListen.Count > 0 ? new SyslogReceiver(options, _clock) : null;
        _syslog?.Start();
    }

    private void Close()
    {
        if (_syslog is null)
        {
            return;
        }

        SyslogCounters counters = _syslog.Counters;
        _syslog.Dispose();
        SensorLog.SyslogReceived(
            _logger, counters.Messages, counters.QueueFull, counters.NotAllowed, counters.Cut, counters.Connections, counters.Refused, counters.Idle, counters.TlsFailed);
        _syslog = null;
    }
}
