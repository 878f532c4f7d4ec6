using FlowSensor.Engine.Abuse.Reporting;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Contacts;
using FlowSensor.Engine.Detection;
using FlowSensor.Engine.Storage;
using FlowSensor.Engine.Storage.Incidents;
using FlowSensor.Protocols.Addressing;
using Microsoft.Data.Sqlite;

namespace FlowSensor.Engine.Abuse.Tickets;

/// <summary>
/// Opens tickets for incidents of institutions that want reports without anybody being asked (<c>policy: automatic</c>). Only what cannot be a
/// mistake about whose it is: hosts that servers answered, seen live, at the severity asked for, that no operator silenced in the time left for it.
/// </summary>
/// <param name="tickets">Where they are opened.</param>
/// <param name="store">The same store, for questions.</param>
/// <param name="query">Gathers a report; must find contacts by files and routes alone.</param>
/// <param name="options">The configuration.</param>
/// <param name="institutions">The institutions; those that want it so are picked.</param>
/// <param name="live">Incidents seen to open in live traffic.</param>
public sealed class AutomaticReports(
    TicketBook tickets, StoreReader store, AbuseReportQuery query, SensorOptions options, IReadOnlyList<Institution> institutions, LiveIncidents live)
{
    /// <summary>What is older is nothing that a desk could still stop, milliseconds; a sensor that was off for longer sends no old news.</summary>
    internal const long OldestMs = 86_400_000;

    private const int MostInRound = 25;
    private const int MostRefused = 10_000;
    private const int RoundsRefused = 10;

    // Kinds without proof are left out here, so that a busy day of scans is not gathered in vain.
    private const string Wanted = """
        SELECT id, rule, source, institution FROM incidents i
        WHERE opened >= $oldest AND detected <= $newest AND peak >= $severity AND role <> 'victim' AND source IS NOT NULL AND handshake = 'established' AND forged = 0
          AND kind IN ($first, $second) AND muted = 0 AND acknowledged_by = '' AND NOT EXISTS (SELECT 1 FROM tickets t WHERE t.incident = i.id)
        ORDER BY opened, id
        """;

    private readonly HashSet<string> _institutions = [.. InstitutionsOf(institutions)];
    private readonly Dictionary<string, long> _refused = [];

    /// <summary>The institutions of a directory that want their reports so.</summary>
    public static IReadOnlyList<string> InstitutionsOf(IReadOnlyList<Institution> all) =>
        [.. all.Where(static institution => institution.Policy == NotifyPolicy.Automatic).Select(static institution => institution.Name)];

    /// <summary>Opens the tickets that are due, whose mails then wait in the outbox. One that is not opened is looked at again ten rounds later.</summary>
    /// <param name="now">Unix milliseconds.</param>
    /// <param name="cancellation">Ends it after the report it is at.</param>
    /// <exception cref="StoreException">The database failed.</exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public async Task<AutomaticRound> OpenAsync(long now, CancellationToken cancellation)
    {
        int opened = 0;
        string? trouble = null;
        foreach (string incident in Due(now))
        {
            cancellation.ThrowIfCancellationRequested();
            bool isOpened = false;
            try
            {
                isOpened = await OpenAsync(incident, now, cancellation).ConfigureAwait(false);
            }
            catch (Exception failure) when (failure is not (OperationCanceledException or StoreException))
            {
                // A template that cannot be read or a row that is damaged must not keep the other reports back.
                trouble = $"the report of incident {incident} could not be made: {failure.Message}";
            }

            opened += isOpened ? 1 : 0;
            if (!isOpened)
            {
                Refuse(incident, now);
            }
        }

        return new AutomaticRound(opened, trouble);
    }

    private async Task<bool> OpenAsync(string incident, long now, CancellationToken cancellation)
    {
        // Packets are for evidence bundles; a mail has none.
        AbuseReport? report = await query.AskAsync(incident, pseudonymize: false, now, cancellation, withPackets: false).ConfigureAwait(false);

        // What the files and routes say now counts, not what they said when the incident was told; a default route holds everybody.
        return report?.Contact is { Entry.Policy: NotifyPolicy.Automatic, Prefix.Length: > 0 } && ReportMail.Refusal(report, isForced: false) is null && ReportProof.IsProven(report)
            && tickets.OpenAutomatic(report, ReportTemplates.LanguageOf(report), now) is not null;
    }

    private List<string> Due(long now)
    {
        IReadOnlyList<Silence> silences = [.. DetectionSettings.SilencesOf(options), .. new SilencesQuery(store).AskDecisions()];
        return store.Ask(connection =>
        {
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = Wanted;
            command.Parameters.AddWithValue("$oldest", now - OldestMs);
            command.Parameters.AddWithValue("$newest", now - (long)options.Reports.AutomaticAfter.TotalMilliseconds);
            command.Parameters.AddWithValue("$severity", options.Reports.AutomaticSeverity);
            command.Parameters.AddWithValue("$first", ReportProof.Kinds[0]);
            command.Parameters.AddWithValue("$second", ReportProof.Kinds[1]);
            List<string> due = [];
            using SqliteDataReader rows = command.ExecuteReader();
            while (due.Count < MostInRound && rows.Read())
            {
                string id = rows.GetString(0);
                string rule = rows.GetString(1);
                IpAddress source = IpAddress.FromBytes(rows.GetFieldValue<byte[]>(2));
                if (_institutions.Contains(rows.GetString(3)) && live.Contains(id) && !IsRefused(id, now) && !silences.Any(silence => silence.Covers(id, rule, source, now)))
                {
                    due.Add(id);
                }
            }

            return due;
        });
    }

    private bool IsRefused(string incident, long now) => _refused.TryGetValue(incident, out long until) && now < until;

    // Not asked about each round again; evidence, contacts and limits change.
    private void Refuse(string incident, long now)
    {
        if (_refused.Count >= MostRefused)
        {
            _refused.Clear();
        }

        _refused[incident] = now + (RoundsRefused * (long)options.Reports.Interval.TotalMilliseconds);
    }
}
