using FlowSensor.Engine.Detection;
using OperatorSilence = FlowSensor.Engine.Detection.Silence;

namespace FlowSensor.Engine.Logs.Findings;

/// <summary>
/// Makes incidents of findings in logs: one for each host, program and kind of finding, however many there are. Time is that of the log. Belongs
/// to the thread that reads the logs.
/// </summary>
/// <param name="options">Which findings, and for how long.</param>
/// <param name="decisions">The operators' decisions; null for none.</param>
/// <param name="told">Takes what becomes of incidents.</param>
public sealed class LogIncidents(LogIncidentOptions options, Func<IReadOnlyList<OperatorSilence>>? decisions, Action<IncidentChange> told)
{
    private const int LongestName = 128;

    private readonly Dictionary<string, (Incident Incident, long Told)> _open = new(StringComparer.Ordinal);
    private readonly long _closeAfter = (long)options.CloseAfter.TotalMilliseconds;
    private readonly long _gapCloseAfter = (long)options.GapCloseAfter.TotalMilliseconds;
    private readonly long _updateInterval = (long)options.UpdateInterval.TotalMilliseconds;

    /// <summary>Name of the rule of all of them.</summary>
    public static string Rule { get; } = IncidentKinds.NameOf(IncidentKind.LogFinding);

    /// <summary>Incidents that are open.</summary>
    public int Open => _open.Count;

    /// <summary>Findings without an incident because too many were open.</summary>
    public long Unlisted { get; private set; }

    /// <summary>
    /// Takes over an incident that the store has open, also beyond the maximum, which may have been higher: what nobody takes over is never closed.
    /// </summary>
    public void Adopt(Incident incident)
    {
        ArgumentNullException.ThrowIfNull(incident);
        if (incident.Kind == IncidentKind.LogFinding)
        {
            _open[incident.Group] = (incident, incident.LastSeen);
        }
    }

    /// <summary>Takes a finding.</summary>
    public void Take(LogFinding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        if (!options.Kinds.Contains(finding.Kind))
        {
            return;
        }

        string group = $"{Short(finding.Host)} {Short(finding.Program)} {NameOf(finding.Kind)}".TrimStart();
        long until = finding.UntilMs ?? finding.TimeMs;
        if (_open.TryGetValue(group, out (Incident Incident, long Told) open))
        {
            Go(group, open.Incident with
            {
                LastSeen = Math.Max(open.Incident.LastSeen, until),
                Windows = open.Incident.Windows + 1,
                Flows = open.Incident.Flows + (ulong)Math.Max(0, finding.Count),
                Contributions = [Reason(finding)],
            }, open.Told);
        }
        else if (_open.Count >= options.MaxOpen)
        {
            Unlisted++;
            return;
        }
        else
        {
            Begin(group, finding, until);
        }

        if (finding.Kind == LogFindingKind.Gap && finding.UntilMs is long end)
        {
            Close(group, end);
        }
    }

    /// <summary>Closes what nothing more was found of.</summary>
    /// <param name="nowMs">The time up to which logs were read, Unix milliseconds.</param>
    public void Advance(long nowMs)
    {
        string gap = NameOf(LogFindingKind.Gap);
        foreach ((string group, (Incident incident, _)) in _open.ToArray())
        {
            // A gap lasts until its end is found. A host that was taken away never writes again.
            long closeAfter = group.EndsWith(gap, StringComparison.Ordinal) ? _gapCloseAfter : _closeAfter;
            if (nowMs - incident.LastSeen >= closeAfter)
            {
                Close(group, incident.LastSeen + closeAfter);
            }
        }
    }

    /// <summary>The name of a kind of finding, as in documents.</summary>
    public static string NameOf(LogFindingKind kind) => kind switch
    {
        LogFindingKind.Gap => "gap",
        LogFindingKind.Overload => "overload",
        LogFindingKind.LoadShedding => "load_shedding",
        _ => "new_type",
    };

    private void Begin(string group, LogFinding finding, long until)
    {
        IReadOnlyList<OperatorSilence> silences = Decisions();
        if (silences.Any(silence => silence.Action == SilenceAction.Exclude && silence.Covers(Rule, default, finding.TimeMs)))
        {
            return;
        }

        int severity = SeverityOf(finding);
        Incident incident = new()
        {
            Id = IncidentId.Of(Rule, new TrackKey(0, default, default, group), finding.TimeMs),
            Kind = IncidentKind.LogFinding,
            Rule = Rule,
            Source = default,
            Group = group,
            Role = IncidentRole.Victim,
            Suspected = finding.TimeMs,
            Opened = finding.TimeMs,
            Detected = until,
            LastSeen = until,
            Severity = severity,
            Peak = severity,
            Contributions = [Reason(finding)],
            Windows = 1,
            Flows = (ulong)Math.Max(0, finding.Count),
        };
        Tell(group, IncidentChangeKind.Opened, incident, until, silences);
    }

    private void Go(string group, Incident incident, long toldAt)
    {
        if (incident.LastSeen - toldAt >= _updateInterval)
        {
            Tell(group, IncidentChangeKind.Updated, incident, incident.LastSeen, Decisions());
        }
        else
        {
            _open[group] = (incident, toldAt);
        }
    }

    private void Close(string group, long time)
    {
        if (_open.TryGetValue(group, out (Incident Incident, long Told) open))
        {
            Tell(group, IncidentChangeKind.Closed, open.Incident with { Closed = time }, time, Decisions());
            _open.Remove(group);
        }
    }

    private void Tell(string group, IncidentChangeKind change, Incident incident, long time, IReadOnlyList<OperatorSilence> silences)
    {
        incident = incident with
        {
            IsMuted = silences.Any(silence => silence.Action != SilenceAction.Exclude && silence.Covers(incident, time)),
            AcknowledgedBy = silences.FirstOrDefault(silence => silence.Action == SilenceAction.Acknowledge && silence.Covers(incident, time))?.Author ?? "",
        };
        _open[group] = (incident, time);
        told(new IncidentChange(change, incident, time));
    }

    private IReadOnlyList<OperatorSilence> Decisions() => decisions?.Invoke() ?? [];

    private static int SeverityOf(LogFinding finding) => finding.Kind switch
    {
        LogFindingKind.LoadShedding => 70,
        LogFindingKind.Overload => 60,
        LogFindingKind.Gap => 55,
        _ => finding.Words.Count > 0 ? 50 : 40,
    };

    private static Contribution Reason(LogFinding finding)
    {
        int severity = SeverityOf(finding);
        string name = NameOf(finding.Kind);
        string words = finding.Words.Count == 0 ? "" : $" (words of trouble: {string.Join(", ", finding.Words)})";
        return finding.Kind switch
        {
            LogFindingKind.Gap => Words.Of(
                name, ((finding.UntilMs ?? finding.TimeMs) - finding.TimeMs) / 1000.0, severity, $"silent for longer than it uses to be; the last line before: {finding.Text}"),
            LogFindingKind.NewType => Words.Of(name, finding.Count, severity, $"a message that was never seen before{words}: {finding.Text}"),
            LogFindingKind.Overload => Words.Of(name, finding.Count, severity, $"it has too much to do or too little room, {Words.Count(finding.Count)} lines: {finding.Text}"),
            _ => Words.Of(name, finding.Count, severity, $"it refuses or puts off work, {Words.Count(finding.Count)} lines: {finding.Text}"),
        };
    }

    private static string Short(string name) => name.Length <= LongestName ? name : name[..LongestName];
}
