using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Detection;

/// <summary>
/// From what rules say window by window to incidents with a beginning and an end: one for each rule and source, opened over the upper
/// threshold, closed after a quiet time under the lower one. Bounded: what has no room becomes one summary incident of its rule.
/// </summary>
internal sealed class IncidentTracker(DetectionOptions options, ObservedTime time, IIncidentSink sink, Func<IpAddress, bool>? isOwn = null)
{
    // Suspicious sources beside those with an incident, over all rules.
    private const int MaxTracks = 20_000;

    // Strangers have this part of a rule's open incidents: a thousand of them at a mail server must not hide our own.
    private const double StrangersPart = 0.75;

    private readonly Dictionary<TrackKey, Track> _tracks = [];
    private readonly List<Track> _order = [];
    private readonly long _updateInterval = (long)options.UpdateInterval.TotalMilliseconds;

    /// <summary>Decisions of operators, from the configuration and the store.</summary>
    public IReadOnlyList<Silence> Silences { get; set; } = [];

    /// <summary>Suspicious sources and open incidents, in the order in which they came.</summary>
    public IReadOnlyList<Track> Tracks => _order;

    /// <summary>True while an open window is looked into: what finds no room is counted when the window closes.</summary>
    public bool IsLooking { get; set; }

    /// <summary>Suspicious sources that found no room, and those beyond a rule's limits, since the start.</summary>
    public long Unlisted { get; private set; }

    /// <summary>
    /// True when a source deserves a finding: it is suspicious, or it was. To be asked before the finding is made, for every source whose
    /// measure is not zero; nothing is allocated for a source that is not suspicious.
    /// </summary>
    /// <param name="rule">The rule.</param>
    /// <param name="source">The source.</param>
    /// <param name="ratio">The measure over its threshold.</param>
    /// <param name="windowStart">Start of the window.</param>
    /// <param name="track">Where to put the finding.</param>
    /// <param name="peer">The other end, for groups by pair.</param>
    /// <param name="group">Name of the group, for groups by name.</param>
    public bool Wants(RuleState rule, IpAddress source, double ratio, long windowStart, out Track track, IpAddress peer = default, string group = "")
    {
        TrackKey key = new(rule.Number, source, peer, group);
        if (_tracks.TryGetValue(key, out track!))
        {
            return true;
        }

        if (ratio < options.Suspicious || rule.Excludes(source) || IsExcluded(rule, source, windowStart))
        {
            return false;
        }

        if (ratio >= 1 && (rule.Open + rule.FoundNow >= MostOpen(source) || rule.FoundNow >= options.MaxOpenedPerWindow))
        {
            rule.Overflow += IsLooking ? 0 : 1;
            Unlisted += IsLooking ? 0 : 1;
            return false;
        }

        if (_order.Count >= MaxTracks)
        {
            Unlisted += IsLooking ? 0 : 1;
            return false;
        }

        track = new Track(rule, key, windowStart);
        _tracks.Add(key, track);
        _order.Add(track);
        rule.FoundNow += ratio >= 1 ? 1 : 0;
        return true;
    }

    /// <summary>
    /// Opens what is over its threshold in a window that still takes records. The window's own verdict follows when it closes; until then
    /// nothing else changes.
    /// </summary>
    /// <param name="start">Start of the window.</param>
    /// <param name="time">Event time.</param>
    /// <param name="isClosing">True when the window's own verdict follows at once: then only what needs the window before is opened.</param>
    public void OpenEarly(long start, long time, bool isClosing)
    {
        foreach (Track track in _order)
        {
            Finding finding = track.Finding;
            if (track.IsSeen && finding.Ratio >= 1 && (finding.IsJoined || !isClosing) && track.Incident is null && track.Rule.For == 0 && !IsFull(track.Rule, track.Key.Source))
            {
                Open(track, finding with { Flows = 0, Packets = 0, Octets = 0 }, start, time);
                track.Rule.OpenedNow++;
                track.Incident = track.Incident! with { Windows = 0 };
            }

            track.IsSeen = false;
        }
    }

    /// <summary>Puts back a track that was kept elsewhere.</summary>
    public void Restore(Track track)
    {
        if (_tracks.TryAdd(track.Key, track))
        {
            _order.Add(track);
            track.Rule.Open += track.Incident is null ? 0 : 1;
        }
    }

    /// <summary>Ends a window: opens, tells, escalates and closes.</summary>
    /// <param name="start">Start of the window.</param>
    /// <param name="end">End of the window.</param>
    /// <param name="rules">All rules.</param>
    /// <param name="isAlive">Tells whether an exporter sent anything in the window.</param>
    public void EndWindow(long start, long end, IReadOnlyList<RuleState> rules, Func<int, bool> isAlive)
    {
        int kept = 0;
        for (int i = 0; i < _order.Count; i++)
        {
            Track track = _order[i];
            if (track.Key.IsSummary || Step(track, start, end, isAlive))
            {
                _order[kept++] = track;
            }
            else
            {
                _tracks.Remove(track.Key);
            }
        }

        _order.RemoveRange(kept, _order.Count - kept);
        foreach (RuleState rule in rules)
        {
            Summarize(rule, start, end, isAlive);
            rule.FoundNow = 0;
            rule.OpenedNow = 0;
            rule.Overflow = 0;
        }

        foreach (Track track in _order)
        {
            track.IsSpoken = track.IsSeen;
            track.IsSeen = false;
        }
    }

    private void Summarize(RuleState rule, long start, long end, Func<int, bool> isAlive)
    {
        TrackKey key = new(rule.Number, default, default, "");
        if (!_tracks.TryGetValue(key, out Track? track))
        {
            if (rule.Overflow == 0)
            {
                return;
            }

            track = new Track(rule, key, start);
            _tracks.Add(key, track);
            _order.Add(track);
        }

        track.IsSeen = rule.Overflow > 0;
        track.Finding = new Finding
        {
            Ratio = 1,
            Severity = 80,
            Sources = rule.Overflow,
            ExporterIndex = -1,
            Contributions = [Words.Summary(rule.Overflow)],
        };
        if (!Step(track, start, end, isAlive))
        {
            _tracks.Remove(key);
            _order.Remove(track);
        }
    }

    // False when the track is over.
    private bool Step(Track track, long start, long end, Func<int, bool> isAlive)
    {
        Finding finding = track.Finding;
        bool isOver = track.IsSeen && finding.Ratio >= 1;
        bool isQuiet = !track.IsSeen || finding.Ratio < track.Rule.Options.Clear;
        if (isOver)
        {
            track.OverSince = track.OverSince < 0 || time.Gap > 0 ? start : track.OverSince;
            track.OverFor = track.OverSince == start ? end - start : track.OverFor + time.Step;
        }
        else
        {
            track.OverSince = -1;
            track.OverFor = 0;
        }

        // Silence of the exporter that told of the source says nothing about the source.
        bool counts = isAlive(track.Incident?.ExporterIndex ?? finding.ExporterIndex);
        track.Quiet = isQuiet ? track.Quiet + (counts ? time.Step : 0) : 0;
        if (track.Incident is null)
        {
            if (isOver && track.OverFor >= track.Rule.For)
            {
                OpenOrCount(track, finding, start, end);
                return true;
            }

            return track.Quiet < track.Rule.CloseAfter;
        }

        Update(track, finding, isOver, end, counts);
        if (track.Quiet >= track.Rule.CloseAfter)
        {
            Close(track, end);
            return false;
        }

        return true;
    }

    private bool IsFull(RuleState rule, IpAddress source) => rule.Open >= MostOpen(source) || rule.OpenedNow >= options.MaxOpenedPerWindow;

    private int MostOpen(IpAddress source) => isOwn is null || source.IsNone || isOwn(source) ? options.MaxOpen : (int)(options.MaxOpen * StrangersPart);

    private void OpenOrCount(Track track, in Finding finding, long start, long end)
    {
        RuleState rule = track.Rule;
        if (!track.Key.IsSummary && IsFull(rule, track.Key.Source))
        {
            rule.Overflow++;
            Unlisted++;
            return;
        }

        rule.OpenedNow++;
        Open(track, finding, start, end);
    }

    private void Open(Track track, in Finding finding, long start, long end)
    {
        RuleState rule = track.Rule;
        rule.Open++;
        long opened = track.OverSince < 0 ? start : track.OverSince;
        track.Incident = new Incident
        {
            Id = IncidentId.Of(rule.Name, track.Key, opened),
            Kind = rule.Kind,
            Rule = rule.Name,
            Source = track.Key.Source,
            Peer = track.Key.Peer,
            Group = track.Key.Group,
            Role = finding.Role,
            Suspected = Math.Min(track.Suspected, opened),
            Opened = opened,
            Detected = end,
            LastSeen = end,
            Severity = finding.Severity,
            Peak = finding.Severity,
            Contributions = finding.Contributions ?? [],
            Handshake = finding.Handshake,
            IsForged = finding.IsForged,
            Windows = 1,
            Flows = finding.Flows,
            Packets = finding.Packets,
            Octets = finding.Octets,
            Peers = finding.Peers,
            Sources = Math.Max(1, finding.Sources),
            NextHop = finding.NextHop,
            ExporterIndex = finding.ExporterIndex,
        };
        Tell(track, IncidentChangeKind.Opened, end);
    }

    private void Update(Track track, in Finding finding, bool isOver, long end, bool counts)
    {
        Incident incident = track.Incident!;
        bool isFirst = incident.Windows == 0;
        long gap = time.Gap + (counts ? 0 : time.Step);

        // What is over only together with the window before has told nothing of itself yet.
        if (isOver || (isFirst && track.IsSeen))
        {
            bool isWorse = finding.Severity >= incident.Severity;
            track.Incident = incident = incident with
            {
                LastSeen = end,
                Severity = isOver ? finding.Severity : incident.Severity,
                Peak = Math.Max(incident.Peak, finding.Severity),
                Contributions = isWorse || incident.Contributions.Count == 0 ? finding.Contributions ?? [] : incident.Contributions,

                // Once a connection was completed, the address is known to be the source's own.
                Handshake = incident.Handshake == HandshakeEvidence.Established ? incident.Handshake : finding.Handshake,
                IsForged = incident.IsForged && finding.IsForged,
                Windows = incident.Windows + 1,
                Flows = incident.Flows + finding.Flows,
                Packets = incident.Packets + finding.Packets,
                Octets = incident.Octets + finding.Octets,
                Peers = Math.Max(incident.Peers, finding.Peers),
                Sources = Math.Max(incident.Sources, finding.Sources),
                NextHop = incident.NextHop.IsNone ? finding.NextHop : incident.NextHop,
                Gap = incident.Gap + gap,
            };
        }
        else if (gap > 0)
        {
            track.Incident = incident = incident with { Gap = incident.Gap + gap };
        }

        if (isOver && Incident.LevelOf(incident.Peak) > track.LevelTold)
        {
            Tell(track, IncidentChangeKind.Escalated, end);
        }
        else if (isOver && (isFirst || time.Observed - track.Told >= _updateInterval))
        {
            Tell(track, IncidentChangeKind.Updated, end);
        }
    }

    private void Close(Track track, long end)
    {
        track.Rule.Open--;
        track.Incident = track.Incident! with { Closed = end };
        Tell(track, IncidentChangeKind.Closed, end);
    }

    private void Tell(Track track, IncidentChangeKind change, long end)
    {
        Incident incident = track.Incident!;
        Silence? mute = Silences.FirstOrDefault(silence => silence.Action != SilenceAction.Exclude && silence.Covers(incident, end));
        Silence? acknowledged = Silences.FirstOrDefault(silence => silence.Action == SilenceAction.Acknowledge && silence.Covers(incident, end));
        track.Incident = incident = incident with { IsMuted = mute is not null, AcknowledgedBy = acknowledged?.Author ?? "" };
        track.Told = time.Observed;
        track.LevelTold = Incident.LevelOf(incident.Peak);
        sink.OnChange(new IncidentChange(change, incident, end));
    }

    private bool IsExcluded(RuleState rule, IpAddress source, long now)
    {
        foreach (Silence silence in Silences)
        {
            if (silence.Action == SilenceAction.Exclude && silence.Covers(rule.Name, source, now))
            {
                return true;
            }
        }

        return false;
    }
}
