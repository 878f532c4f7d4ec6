namespace FlowSensor.Engine.Rehearsal;

/// <summary>What rules would have said, beside what others say of the same data.</summary>
public sealed class RehearsalReport
{
    private RehearsalReport(bool isStored, IReadOnlyList<RehearsedRule> rules, IReadOnlyList<RehearsedIncident> incidents)
    {
        IsStored = isStored;
        Rules = rules;
        Incidents = incidents;
    }

    /// <summary>True for rows of the store, false for captures.</summary>
    public bool IsStored { get; }

    /// <summary>Windows judged.</summary>
    public long Windows { get; init; }

    /// <summary>Start of the first window, Unix milliseconds.</summary>
    public long From { get; init; }

    /// <summary>End of the last window, Unix milliseconds.</summary>
    public long To { get; init; }

    /// <summary>Every rule that fired or was stored, by name.</summary>
    public IReadOnlyList<RehearsedRule> Rules { get; }

    /// <summary>Every incident, the oldest first.</summary>
    public IReadOnlyList<RehearsedIncident> Incidents { get; }

    /// <summary>Puts the incidents of two runs side by side; the same incident has the same identifier.</summary>
    /// <param name="before">By the rules in force.</param>
    /// <param name="after">By the other rules.</param>
    /// <param name="stored">Rules of the incidents in the store, one for each incident; null where captures are rehearsed.</param>
    /// <param name="run">A run, for its windows.</param>
    internal static RehearsalReport Of(IncidentLog before, IncidentLog after, IReadOnlyList<string>? stored, RehearsalSpan run)
    {
        List<RehearsedIncident> incidents =
        [
            .. after.Incidents.Select(incident => new RehearsedIncident(incident, before.Has(incident.Id), true)),
            .. before.Incidents.Where(incident => !after.Has(incident.Id)).Select(static incident => new RehearsedIncident(incident, true, false)),
        ];
        incidents.Sort(static (left, right) => left.Incident.Opened != right.Incident.Opened
            ? left.Incident.Opened.CompareTo(right.Incident.Opened)
            : string.CompareOrdinal(left.Incident.Id, right.Incident.Id));
        IEnumerable<string> names = incidents.Select(static rehearsed => rehearsed.Incident.Rule).Concat(stored ?? []).Distinct().Order(StringComparer.Ordinal);
        List<RehearsedRule> rules = [.. names.Select(name => new RehearsedRule(
            name,
            before.Incidents.Count(incident => incident.Rule == name),
            after.Incidents.Count(incident => incident.Rule == name),
            Sources(before, name).Intersect(Sources(after, name)).Count(),
            stored?.Count(rule => rule == name)))];
        return new RehearsalReport(stored is not null, rules, incidents) { Windows = run.Windows, From = run.From, To = run.To };
    }

    private static IEnumerable<(Protocols.Addressing.IpAddress Source, Protocols.Addressing.IpAddress Peer, string Group)> Sources(IncidentLog log, string rule) =>
        log.Incidents.Where(incident => incident.Rule == rule).Select(static incident => (incident.Source, incident.Peer, incident.Group));
}
