using System.Globalization;
using System.Text;
using FlowSensor.Engine.Abuse.Reporting;
using FlowSensor.Engine.Csv;
using FlowSensor.Engine.Storage;
using Microsoft.Data.Sqlite;

namespace FlowSensor.Engine.Abuse.Desk;

/// <summary>Gathers what is attached to a forwarded complaint: the evidence of the incident, or the traffic of the host at that time.</summary>
/// <param name="store">The store.</param>
/// <param name="reports">Makes the report of an incident.</param>
/// <param name="options">Who writes.</param>
public sealed class ComplaintEvidence(StoreReader store, AbuseReportQuery reports, ReportOptions options)
{
    // Rows of a host's traffic: three days of minutes.
    private const int MostRows = 5_000;

    private const string Traffic = """
        SELECT p.start, p."end", d.service, d.direction, s.flows, s.packets, s.octets, s.destinations
        FROM spans p JOIN sources s ON s.span = p.id JOIN service_directions d ON d.id = s.service
        WHERE p.kind < 2 AND p.start >= $first AND p."end" <= $last AND s.source = $source ORDER BY p.start, p.kind, d.service, d.direction LIMIT $most
        """;

    /// <summary>The files about the hosts of one contact.</summary>
    /// <param name="hosts">The hosts; what was seen of them.</param>
    /// <param name="now">Unix milliseconds.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="StoreException">The database failed.</exception>
    public async Task<IReadOnlyList<EvidenceFile>> OfAsync(IEnumerable<SourceOutcome> hosts, long now, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(hosts);
        List<EvidenceFile> files = [];
        foreach (SourceOutcome host in hosts)
        {
            string name = host.Source.Address.ToString().Replace(':', '-');
            if (host.Sighting.Incident.Length > 0 && await reports.AskAsync(host.Sighting.Incident, pseudonymize: false, now, cancellation).ConfigureAwait(false) is AbuseReport report)
            {
                files.Add(new EvidenceFile($"evidence-{name}.zip", "application/zip", EvidenceBundle.Write(report, ReportTemplates.LanguageOf(options, host.Contact))));
            }
            else if (host.Sighting is { First: long first, Last: long last })
            {
                files.Add(new EvidenceFile($"traffic-{name}.csv", "text/csv", Rows(host, first, last)));
            }
        }

        return files;
    }

    private byte[] Rows(SourceOutcome host, long first, long last) => store.Ask(connection =>
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = Traffic;
        command.Parameters.AddWithValue("$first", first);
        command.Parameters.AddWithValue("$last", last);
        command.Parameters.AddWithValue("$source", AddressBlob.Of(host.Source.Address));
        command.Parameters.AddWithValue("$most", MostRows);
        StringBuilder text = new("start,end,source,service,direction,flows,packets,octets,destinations\r\n");
        using SqliteDataReader row = command.ExecuteReader();
        while (row.Read())
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"{Time(row.GetInt64(0))},{Time(row.GetInt64(1))},{host.Source.Address},{CsvText.Quoted(row.GetString(2))},{row.GetString(3)},{row.GetInt64(4)},{row.GetInt64(5)},{row.GetInt64(6)},{row.GetInt64(7)}\r\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    });

    private static string Time(long time) => ReportTime.Utc(DateTimeOffset.FromUnixTimeMilliseconds(time));
}
