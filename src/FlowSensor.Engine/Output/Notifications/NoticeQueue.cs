using FlowSensor.Engine.Detection;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Output.Notifications;

/// <summary>
/// What one target is still to be told: filtered, told once, no faster than its limit. What exceeds the limit becomes one digest, so that a
/// hundred thousand incidents at once are a handful of messages. Times are the clock's, not the data's: limits protect readers.
/// </summary>
internal sealed class NoticeQueue(NotifyOptions options)
{
    // Told changes remembered; the oldest are forgotten first.
    private const int MostTold = 10_000;

    private readonly Dictionary<(string Rule, IpAddress Source, IpAddress Peer, string Group, IncidentChangeKind Change), long> _told = [];
    private readonly Queue<(string Rule, IpAddress Source, IpAddress Peer, string Group, IncidentChangeKind Change)> _tellings = new();
    private readonly HashSet<string> _opened = [];
    private readonly Queue<Notice> _waiting = new();
    private readonly double _tokensPerMs = options.PerHour / 3_600_000.0;
    private NoticeDigest? _digest;
    private double _tokens = options.Burst;
    private long _refilled = long.MinValue;

    /// <summary>Notices that are waiting, those in the digest included.</summary>
    public long Waiting => _waiting.Count + (_digest?.Count ?? 0);

    /// <summary>Notices not told because the same was told lately.</summary>
    public long Repeated { get; private set; }

    /// <summary>Notices that went into a digest.</summary>
    public long Summarised { get; private set; }

    /// <summary>Takes a notice, if the target wants it.</summary>
    /// <param name="notice">The notice.</param>
    /// <param name="now">Milliseconds of any clock that does not go back.</param>
    public void Add(Notice notice, long now)
    {
        if (!IsWanted(notice) || IsRepeated(notice, now))
        {
            return;
        }

        // The last message that may be sent now is kept for the summary of those that may not.
        Refill(now);
        if (_digest is null && _waiting.Count < (int)_tokens - 1)
        {
            _waiting.Enqueue(notice);
            return;
        }

        Summarised++;
        _digest ??= new NoticeDigest();
        _digest.Add(notice);
    }

    /// <summary>The next message that may be sent now.</summary>
    /// <param name="now">Milliseconds, as in <see cref="Add"/>.</param>
    /// <param name="notice">A single notice; else null.</param>
    /// <param name="digest">A digest; else null.</param>
    public bool TryTake(long now, out Notice? notice, out NoticeDigest? digest)
    {
        Refill(now);
        (notice, digest) = (null, null);
        if (_tokens < 1)
        {
            return false;
        }

        if (_waiting.TryDequeue(out notice))
        {
            _tokens--;
            return true;
        }

        if (_digest is null)
        {
            return false;
        }

        // One that came alone after the burst is no summary.
        (digest, _digest) = (_digest, null);
        if (digest.Count == 1)
        {
            (notice, digest) = (digest.Worst[0], null);
            Summarised--;
        }

        _tokens--;
        return true;
    }

    /// <summary>Milliseconds until something may be sent; null when nothing waits.</summary>
    public long? Wait(long now)
    {
        Refill(now);
        return Waiting == 0 ? null : _tokens >= 1 ? 0 : (long)Math.Ceiling((1 - _tokens) / _tokensPerMs);
    }

    private void Refill(long now)
    {
        if (_refilled != long.MinValue && now > _refilled)
        {
            _tokens = Math.Min(options.Burst, _tokens + ((now - _refilled) * _tokensPerMs));
        }

        _refilled = now;
    }

    // An end is told where the beginning was, whatever the level has become meanwhile.
    private bool IsWanted(Notice notice)
    {
        Incident incident = notice.Incident;
        if (incident.IsMuted || !options.On.Contains(notice.Change.Kind) || (options.Kinds.Count > 0 && !options.Kinds.Contains(incident.Kind)))
        {
            return false;
        }

        if (notice.Change.Kind == IncidentChangeKind.Closed)
        {
            return _opened.Remove(incident.Id) || (incident.AcknowledgedBy.Length == 0 && Incident.LevelOf(incident.Peak) >= options.Least && !options.On.Contains(IncidentChangeKind.Opened));
        }

        if (incident.Level < options.Least || incident.AcknowledgedBy.Length > 0)
        {
            return false;
        }

        if (_opened.Count < MostTold)
        {
            _opened.Add(incident.Id);
        }

        return true;
    }

    private bool IsRepeated(Notice notice, long now)
    {
        Incident incident = notice.Incident;
        var key = (incident.Rule, incident.Source, incident.Peer, incident.Group, notice.Change.Kind);
        long repeat = (long)options.RepeatAfter.TotalMilliseconds;
        if (_told.TryGetValue(key, out long last) && now - last < repeat)
        {
            Repeated++;
            return true;
        }

        if (!_told.ContainsKey(key))
        {
            _tellings.Enqueue(key);
        }

        _told[key] = now;
        if (_tellings.Count > MostTold)
        {
            _told.Remove(_tellings.Dequeue());
        }

        return false;
    }
}
