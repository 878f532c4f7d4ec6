using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Logs;
using FlowSensor.Engine.Logs.Findings;
using FlowSensor.Engine.Logs.Following;
using FlowSensor.Engine.Logs.Rare;
using FlowSensor.Engine.Logs.Syslog;
using FlowSensor.Engine.MailStatistics;
using FlowSensor.Engine.Storage;
using FlowSensor.Engine.Storage.Logs;
using FlowSensor.Engine.Storage.Mail;

namespace FlowSensor.Engine.Pipeline.Logs;

/// <summary>
/// The logs of a running sensor: reads files and syslog on a thread of its own and hands what it learns to the store, together with how far
/// it has read. One configuration long.
/// </summary>
public sealed class LogIntake : IDisposable
{
    private const long LinesOfCheckpoint = 500_000;
    private const int MaxFindings = 10_000;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly TimeProvider _clock;
    private readonly TimeSpan _interval;
    private readonly Action<StoredItem> _store;
    private readonly SyslogReceiver? _syslog;
    private readonly SyslogLines _syslogLines;
    private readonly SyslogMessageHandler _takeSyslog;
    private readonly List<FollowedLog> _logs = [];
    private readonly LogStatistics _statistics;
    private readonly MailRecorder _mail = new(static _ => { }, MailOrigin.Log);
    private readonly List<LogFinding> _findings = [];
    private readonly LogIncidents? _incidents;
    private readonly ManualResetEventSlim _stop = new();
    private readonly Thread _thread;
    private long _checkpointAt;
    private long _checkpointLine;

    /// <summary>Goes on with what the store knows; nothing is read before <see cref="Start"/>.</summary>
    /// <param name="options">The configuration.</param>
    /// <param name="syslog">Where syslog comes from; null for nowhere. Stays the caller's.</param>
    /// <param name="kept">What the store knows; null to begin without knowledge.</param>
    /// <param name="store">Takes what is to be stored; each item is whole.</param>
    /// <param name="clock">The present.</param>
    /// <param name="incidents">Makes incidents of findings; null for nobody.</param>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public LogIntake(SensorOptions options, SyslogReceiver? syslog, LogStateQuery? kept, Action<StoredItem> store, TimeProvider clock, LogIncidents? incidents = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        _incidents = incidents;
        _clock = clock;
        _store = store;
        _syslog = syslog;
        _interval = options.Logs.Checkpoint;
        Rare = new RareLines(options.Logs.ToMining());
        if (kept is not null)
        {
            Rare.Restore(kept.Types(), kept.Intervals());
        }

        Rare.Found = Keep;
        _statistics = new LogStatistics(new LogStatisticsOptions
        {
            Mail = options.Mail.ToStatistics(options.Sensor),
            Calendar = MailOptions.CalendarOf(options.Sensor),
        });
        LogSinks sinks = new(Rare, _statistics);
        _syslogLines = new SyslogLines(options.Sensor.TimeZone, sinks);
        _takeSyslog = _syslogLines.Take;
        Positions = kept?.Positions() ?? new Dictionary<string, string>();
        foreach (LogInputOptions input in options.Inputs.Logs)
        {
            _logs.Add(new FollowedLog(input, options.Sensor.TimeZone, sinks));
        }

        _thread = new Thread(Run) { Name = "logs", IsBackground = true };
    }

    /// <summary>Told of what an operator should know, a sentence each.</summary>
    public Action<string>? Trouble { get; set; }

    /// <summary>What was learned; belongs to the thread while it runs.</summary>
    public RareLines Rare { get; }

    /// <summary>Findings that were dropped because more came in one interval than are kept.</summary>
    public long FindingsDropped { get; private set; }

    /// <summary>Messages of syslog that were read.</summary>
    public long SyslogMessages => _syslogLines.Lines;

    /// <summary>What happened to each followed log.</summary>
    public IEnumerable<(string Path, FollowCounters Counters)> Followed => _logs.Select(static log => (log.Path, log.Counters));

    private IReadOnlyDictionary<string, string> Positions { get; }

    /// <summary>Begins to read.</summary>
    public void Start() => _thread.Start();

    /// <summary>Reads what is there, hands it to the store, and ends.</summary>
    public void Stop()
    {
        _stop.Set();
        if (_thread.IsAlive)
        {
            _thread.Join();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Stop();
        _logs.ForEach(static log => log.Dispose());
        _stop.Dispose();
    }

    private void Run()
    {
        foreach (FollowedLog log in _logs)
        {
            // Lines that came while no sensor ran are of its servers too.
            _statistics.Servers.Use(log.Servers);
            log.Begin(Positions.GetValueOrDefault(log.Path), NowMs());
        }

        _checkpointAt = _clock.GetTimestamp();
        while (!_stop.IsSet)
        {
            if (!Turn())
            {
                Wait();
            }

            if (_clock.GetElapsedTime(_checkpointAt) >= _interval || Rare.Types.Lines - _checkpointLine >= LinesOfCheckpoint)
            {
                Rare.Advance(NowMs());
                Checkpoint();
                _incidents?.Advance(NowMs());
            }
        }

        _statistics.Servers.Use();
        while (_syslog?.TryHandOn(_takeSyslog, TimeSpan.Zero) == true)
        {
        }

        Turn();
        Checkpoint();
    }

    private bool Turn()
    {
        long nowMs = NowMs();
        long ticksMs = (long)_clock.GetElapsedTime(0).TotalMilliseconds;
        bool hasRead = false;
        foreach (FollowedLog log in _logs)
        {
            string? before = log.Trouble;
            _statistics.Servers.Use(log.Servers);
            hasRead |= log.Turn(nowMs, ticksMs);
            if (log.Trouble is string trouble && trouble != before)
            {
                Trouble?.Invoke(trouble);
            }
        }

        _statistics.Servers.Use();
        return _syslog?.TryHandOn(_takeSyslog, TimeSpan.Zero) == true || hasRead;
    }

    private void Wait()
    {
        if (_syslog is null)
        {
            _stop.Wait(Pause);
        }
        else
        {
            _syslog.TryHandOn(_takeSyslog, Pause);
        }
    }

    private void Checkpoint()
    {
        _checkpointAt = _clock.GetTimestamp();
        _checkpointLine = Rare.Types.Lines;
        (IReadOnlyList<StoredMessageType> types, IReadOnlyList<long> gone) = Rare.Types.TakeChanges();
        StoredLogs logs = new()
        {
            Positions = [.. _logs.Select(static log => log.TakePosition()).Where(static position => position is not null).Select(static position => position!.Value)],
            Types = types,
            Gone = gone,
            GonePrograms = Rare.Silences.TakeGone(),
            Intervals = Rare.Silences.TakeChanges(),
            Findings = [.. _findings],
            Items = _mail.Take(_statistics.Mail, long.MaxValue)?.OfKnownServers() is { } mail ? [mail] : [],
        };
        _findings.Clear();
        if (!logs.IsEmpty)
        {
            _store(logs);
        }
    }

    private void Keep(LogFinding finding)
    {
        _incidents?.Take(finding);
        if (_findings.Count < MaxFindings)
        {
            _findings.Add(finding);
        }
        else
        {
            FindingsDropped++;
        }
    }

    private long NowMs() => _clock.GetUtcNow().ToUnixTimeMilliseconds();
}
