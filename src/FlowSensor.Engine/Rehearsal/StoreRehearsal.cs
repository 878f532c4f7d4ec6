using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Detection;
using FlowSensor.Engine.Storage;
using FlowSensor.Engine.Storage.Incidents;
using FlowSensor.Engine.Traffic;

namespace FlowSensor.Engine.Rehearsal;

/// <summary>
/// Rehearses stored history: what windows kept of their sources is put through the accounting and the detector again, once with the rules
/// in force and once with others. Rows hold amounts, not packets, ports or the identity of destinations: rules that need those are not asked.
/// </summary>
/// <param name="options">The configuration in force.</param>
/// <param name="rules">The other rules.</param>
/// <param name="store">The history.</param>
public sealed class StoreRehearsal(SensorOptions options, DetectionSectionOptions rules, StoreReader store)
{
    private static readonly IncidentKind[] Unanswerable =
    [
        IncidentKind.MailServerAttacked, IncidentKind.SynFloodVictim, IncidentKind.SynFloodSource, IncidentKind.PortScan, IncidentKind.HostScan,
        IncidentKind.PingStorm, IncidentKind.UdpAmplification, IncidentKind.NxdomainStorm,
    ];

    /// <summary>Rules that rows of windows cannot answer. Where their settings are the same, what they said is taken from the store.</summary>
    public static IReadOnlyList<string> NotAsked { get; } = [.. Unanswerable.Select(IncidentKinds.NameOf)];

    /// <summary>Reads the history, twice.</summary>
    /// <param name="range">Time.</param>
    /// <param name="cancellation">Ends it early; what was read is compared.</param>
    /// <exception cref="StoreException">The database failed.</exception>
    public RehearsalReport Run(TimeRange range, CancellationToken cancellation)
    {
        (IncidentLog before, _) = Play(options.Detection, range, cancellation);
        (IncidentLog after, RehearsalSpan span) = Play(rules, range, cancellation);

        // Without a start the list of incidents would be of one week only.
        TimeRange judged = new(range.From ?? span.From, range.To ?? span.To);
        IReadOnlyList<Incident> stored = new IncidentsQuery(store).AskTold(new IncidentFilter { Range = judged });
        IncidentKind[] unchanged = [.. Unanswerable.Where(kind => RuleSettings.AreEqual(kind, options.Detection, rules))];
        foreach (Incident incident in stored.Where(incident => unchanged.Contains(incident.Kind)))
        {
            before.Take(incident);
            after.Take(incident);
        }

        return RehearsalReport.Of(before, after, [.. stored.Select(static incident => incident.Rule)], span);
    }

    private (IncidentLog Log, RehearsalSpan Span) Play(DetectionOptions detection, TimeRange range, CancellationToken cancellation)
    {
        IncidentLog log = new();
        RehearsalSpan span = new(new Detector(detection, DetectionSettings.SetupOf(options), log));
        TrafficAccounting accounting = new(options.Traffic, span);
        RowFlows flows = new(options, accounting);
        long window = long.MinValue;
        new WindowRowsQuery(store).Read(
            range,
            row =>
            {
                // Rows come window by window: what lies before this one is complete.
                if (row.Start != window)
                {
                    window = row.Start;
                    accounting.Advance(window);
                }

                flows.Add(in row);
            },
            cancellation);
        accounting.Flush();
        return (log, span);
    }
}
