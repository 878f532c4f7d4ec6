using FlowSensor.Engine.Abuse.Desk;
using FlowSensor.Engine.Abuse.Reporting;
using FlowSensor.Engine.Contacts;
using FlowSensor.Engine.Storage;

namespace FlowSensor.Engine.Abuse.Tickets;

/// <summary>
/// Opens tickets for incidents of institutions that want reports without anybody being asked (<c>policy: automatic</c>). Only what cannot be a
/// mistake about whose it is: hosts that completed connections, at the severity asked for, that no operator muted or acknowledged in the time left for it.
/// </summary>
/// <param name="database">The store.</param>
/// <param name="query">Gathers a report.</param>
/// <param name="options">The section <c>reports</c>.</param>
/// <param name="institutions">Names of the institutions that want it so.</param>
public sealed class AutomaticReports(DeskDatabase database, AbuseReportQuery query, ReportOptions options, IReadOnlyList<string> institutions)
{
    // What is older is nothing that a desk could still stop; a sensor that was off for longer sends no old news.
    private const long OldestMs = 86_400_000;

    private const int MostInRound = 50;
    private const int MostAsked = 1_000;
    private const int MostRefused = 10_000;

    private const string Wanted = """
        SELECT id FROM incidents i
        WHERE opened >= $oldest AND detected <= $newest AND peak >= $severity AND role <> 'victim' AND source IS NOT NULL AND handshake = 'established' AND forged = 0
          AND muted = 0 AND acknowledged_by = '' AND institution = $institution AND NOT EXISTS (SELECT 1 FROM tickets t WHERE t.incident = i.id)
        ORDER BY opened, id LIMIT $limit
        """;

    private readonly TicketBook _tickets = new(database);
    private readonly HashSet<string> _refused = [];

    /// <summary>The institutions of a directory that want their reports so.</summary>
    public static IReadOnlyList<string> InstitutionsOf(IReadOnlyList<Institution> all) =>
        [.. all.Where(static institution => institution.Policy == NotifyPolicy.Automatic).Select(static institution => institution.Name)];

    /// <summary>Opens the tickets that are due, whose mails then wait in the outbox.</summary>
    /// <param name="now">Unix milliseconds.</param>
    /// <param name="cancellation">Ends the questions to directories elsewhere.</param>
    /// <returns>Tickets opened.</returns>
    /// <exception cref="StoreException">The database failed.</exception>
    public async Task<int> OpenAsync(long now, CancellationToken cancellation)
    {
        int opened = 0;
        foreach (string institution in institutions)
        {
            foreach (string incident in Due(institution, now).Where(incident => !_refused.Contains(incident)).Take(MostInRound))
            {
                AbuseReport? report = await query.AskAsync(incident, pseudonymize: false, now, cancellation).ConfigureAwait(false);

                // What the files and routes say now counts, not what they said when the incident was told.
                if (report?.Contact.Entry is not { Policy: NotifyPolicy.Automatic } || ReportMail.Refusal(report, isForced: false) is not null)
                {
                    Refuse(incident);
                    continue;
                }

                opened += _tickets.Open(report, ReportTemplates.LanguageOf(report), now).IsNew ? 1 : 0;
            }
        }

        return opened;
    }

    private List<string> Due(string institution, long now) => database.Do(transaction => transaction.Rows(
        Wanted,
        static row => row.GetString(0),
        ("$oldest", now - OldestMs),
        ("$newest", now - (long)options.AutomaticAfter.TotalMilliseconds),
        ("$severity", options.AutomaticSeverity),
        ("$institution", institution),
        ("$limit", MostAsked)));

    // Not asked about each minute again.
    private void Refuse(string incident)
    {
        if (_refused.Count >= MostRefused)
        {
            _refused.Clear();
        }

        _refused.Add(incident);
    }
}
