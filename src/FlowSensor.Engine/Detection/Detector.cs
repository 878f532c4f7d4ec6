using System.IO.Compression;
using FlowSensor.Engine.Traffic;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Detection;

/// <summary>
/// From closed windows to incidents. Time is that of the windows: the same windows give the same incidents with the same identifiers, in a
/// live run, a replay and a rehearsal. Belongs to the thread of the accounting.
/// </summary>
public sealed class Detector : IOpenWindowSink
{
    private const long HourMs = 3_600_000;
    private const int StateVersion = 2;

    // An hour teaches only when three quarters of it were seen.
    private const long LeastOfHour = HourMs * 3 / 4;

    private readonly DetectionOptions _options;
    private readonly DetectionSetup _setup;
    private readonly ObservedTime _time;
    private readonly IncidentTracker _tracker;
    private readonly DetectionRules _rules;
    private readonly ServerProfiles _servers;
    private readonly ClassUses _uses = new();
    private readonly HashSet<int> _exporters = [];
    private readonly Func<int, bool> _isAlive;
    private long _hour = -1;
    private long _hourObserved;
    private long _windows;
    private long _probesFull;

    /// <summary>Makes a detector that knows nothing yet.</summary>
    /// <param name="options">Rules and limits.</param>
    /// <param name="setup">Networks, calendar, levels and what packets tell.</param>
    /// <param name="sink">Takes what becomes of incidents.</param>
    public Detector(DetectionOptions options, DetectionSetup setup, IIncidentSink sink)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(setup);
        _options = options;
        _setup = setup;
        _time = new ObservedTime((long)options.Gap.TotalMilliseconds);
        _tracker = new IncidentTracker(options, _time, sink, setup.IsOwn) { Silences = options.DecidedIn(setup.Calendar) };
        _rules = new DetectionRules(options, setup);
        _servers = new ServerProfiles(options.MaxServers);
        _isAlive = exporter => exporter < 0 || _exporters.Contains(exporter);
        foreach (IpAddress server in setup.MailServers)
        {
            if (_servers.FindOrAdd(server, 0) is ServerProfile profile)
            {
                profile.IsMail = true;
            }
        }
    }

    /// <summary>Counts since the start.</summary>
    public DetectionCounters Counters => new(
        _windows, _tracker.Tracks.Count(static track => track.Incident is not null), _tracker.Tracks.Count, _rules.Smtp.Sources.Count,
        _servers.All.Count, _tracker.Unlisted, _rules.Smtp.Sources.Full + _servers.Full + _probesFull, _time.Missing);

    /// <summary>The incidents that are open, in the order in which they opened.</summary>
    public IReadOnlyList<Incident> Open => [.. _tracker.Tracks.Where(static track => track.Incident is not null).Select(static track => track.Incident!)];

    /// <summary>Suspicious sources, with or without an incident, and since when they are.</summary>
    internal IReadOnlyList<Track> Suspects => _tracker.Tracks;

    /// <summary>What packets told in the newest window; null where none are seen.</summary>
    internal WireWindow? LastWire { get; private set; }

    /// <summary>End of the newest window, Unix milliseconds.</summary>
    internal long Now => _time.End;

    /// <summary>Sets the operators' decisions beside those of the configuration.</summary>
    public void Decide(IEnumerable<Silence> silences) => _tracker.Silences = [.. _options.DecidedIn(_setup.Calendar), .. silences];

    /// <inheritdoc/>
    public void OnWindow(ClosedWindow window)
    {
        ArgumentNullException.ThrowIfNull(window);
        if (!_options.Enabled)
        {
            return;
        }

        BeginHour(window.Start);
        _time.Advance(window.Start, window.End);
        _hourObserved += _time.Step;
        LastWire = _setup.Wire?.Take(window.End);
        DetectionWindow judged = new()
        {
            Window = window,
            Wire = LastWire,
            Hour = HourOfWeek.Of(_setup.Calendar, window.Start),
            Time = _time,
            Servers = _servers,
            Tracker = _tracker,
            Uses = _uses.Of(window.Tables.Pools.Classifier),
        };
        _exporters.Clear();
        foreach (ScopeTotal total in window.Totals)
        {
            _exporters.Add(total.ExporterIndex);
        }

        _rules.Judge(judged);
        _tracker.EndWindow(window.Start, window.End, _rules.States, _isAlive);
        _probesFull += (long)(window.Probes?.TableFull ?? 0);
        _windows++;
    }

    /// <inheritdoc/>
    void IOpenWindowSink.OnOpenWindow(ClosedWindow window, long time)
    {
        if (!_options.Enabled)
        {
            return;
        }

        DetectionWindow judged = new()
        {
            Window = window,
            IsOpen = true,
            Hour = default,
            Time = _time,
            Servers = _servers,
            Tracker = _tracker,
            Uses = _uses.Of(window.Tables.Pools.Classifier),
        };
        _tracker.IsLooking = true;
        _rules.JudgeOpen(judged);
        _tracker.IsLooking = false;
        _tracker.OpenEarly(window.Start, time, window.IsClosing);
    }

    // Hours are those of the clock; a step back is no end of an hour.
    private void BeginHour(long start)
    {
        long hour = start / HourMs;
        if (hour <= _hour && _hour - hour < 24)
        {
            return;
        }

        if (_hour >= 0)
        {
            HourOfWeek ended = HourOfWeek.Of(_setup.Calendar, _hour * HourMs);
            bool learn = _hourObserved >= LeastOfHour;
            HashSet<IpAddress> offending = [.. _tracker.Tracks.Where(static track => track.Incident is not null).Select(static track => track.Key.Source)];
            _servers.EndHour(ended, _time.Observed, learn, offending.Contains);
            _rules.MailServers.EndHour(_time.Observed);
            _rules.Logins.EndHour(_time.Observed);
            foreach (OwnRule rule in _rules.Own)
            {
                rule.EndHour(ended, learn);
            }
        }

        _hour = hour;
        _hourObserved = 0;
    }

    /// <summary>Takes over an open incident that the state does not know, because the sensor was killed after it had opened.</summary>
    internal void Adopt(Incident incident)
    {
        if (_rules.States.FirstOrDefault(rule => rule.Name == incident.Rule) is RuleState rule)
        {
            TrackKey key = new(rule.Number, incident.Source, incident.Peer, incident.Group);
            _tracker.Restore(new Track(rule, key, incident.Suspected)
            {
                Incident = incident with { ExporterIndex = -1 },
                LevelTold = Incident.LevelOf(incident.Peak),
                Told = _time.Observed,
                Finding = new Finding { ExporterIndex = -1 },
            });
        }
    }

    /// <summary>What is known, to be taken up by another detector of the same version.</summary>
    internal byte[] Save()
    {
        using MemoryStream octets = new();
        using (ZLibStream packed = new(octets, CompressionLevel.Fastest))
        using (BinaryWriter writer = new(packed))
        {
            writer.Write(StateVersion);
            foreach (long value in (ReadOnlySpan<long>)[_time.End, _time.Observed, _time.Missing, _hour, _hourObserved])
            {
                writer.Write(value);
            }

            _rules.Save(writer);
            _servers.Save(writer);
            TrackBytes.Save(writer, _tracker.Tracks);
        }

        return octets.ToArray();
    }

    /// <summary>Takes up what another detector knew; false where that cannot be read: then this one is not to be used.</summary>
    internal bool TryRestore(byte[] state)
    {
        try
        {
            using Stream packed = Unpack(state);
            using BinaryReader reader = new(packed);
            if (reader.ReadInt32() != StateVersion)
            {
                return false;
            }

            (_time.End, _time.Observed, _time.Missing, _hour, _hourObserved) =
                (reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64());
            if (!_rules.Restore(reader))
            {
                return false;
            }

            _servers.Restore(reader);
            TrackBytes.Restore(reader, _rules.States, _tracker);

            // The checksum is looked at when the end is reached: damage that still can be read would end the sensor at its next window.
            return packed.ReadByte() < 0;
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException or FormatException or ArgumentException)
        {
            return false;
        }
    }

    // Earlier versions packed without a checksum; neither of the two can begin as the other does (RFC 1950 2.2, RFC 1951 3.2.3).
    private static Stream Unpack(byte[] state)
    {
        const int ZLibMethod = 8;
        MemoryStream packed = new(state);
        return state.Length > 0 && (state[0] & 0xF) == ZLibMethod ? new ZLibStream(packed, CompressionMode.Decompress) : new DeflateStream(packed, CompressionMode.Decompress);
    }
}
