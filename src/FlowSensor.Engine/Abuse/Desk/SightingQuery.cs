using System.Globalization;
using FlowSensor.Engine.Storage;
using FlowSensor.Protocols.Addressing;
using Microsoft.Data.Sqlite;

namespace FlowSensor.Engine.Abuse.Desk;

/// <summary>Looks for a source in the stored incidents, windows and hours around a time.</summary>
/// <param name="store">The store.</param>
/// <param name="skew">How far the time may be wrong, to either side.</param>
public sealed class SightingQuery(StoreReader store, TimeSpan skew)
{
    private const string Sightings = """
        SELECT min(p.start), max(p."end"), coalesce(sum(CASE WHEN d.service = 'all' AND p.kind = 0 THEN s.flows END), 0), max(s.flows)
        FROM spans p JOIN sources s ON s.span = p.id JOIN service_directions d ON d.id = s.service
        WHERE p.kind < 2 AND p.start < $to AND p."end" > $from AND s.source = $source
        """;

    private const string Incidents = """
        SELECT id FROM incidents WHERE source = $source AND role <> 'victim' AND opened < $to AND coalesce(closed, last_seen) >= $from ORDER BY peak DESC, opened LIMIT 1
        """;

    private const string Times = """SELECT opened, last_seen, flows FROM incidents WHERE id = $id""";

    private const string Covered = """SELECT count(*) FROM spans WHERE kind = 0 AND start < $to AND "end" > $from""";

    /// <summary>Looks for a source.</summary>
    /// <param name="source">The address.</param>
    /// <param name="first">First time said, Unix milliseconds; null when none is.</param>
    /// <param name="last">Last time said; null when none is.</param>
    /// <exception cref="StoreException">The database failed.</exception>
    public SourceSighting Find(IpAddress source, long? first, long? last)
    {
        if (first is not long from || last is not long to)
        {
            return new SourceSighting(ComplaintMatch.Nothing, null, null, 0, "the complaint names no time");
        }

        long margin = (long)skew.TotalMilliseconds;
        return store.Ask(connection => Find(connection, source, from - margin, to + margin + 1));
    }

    private static SourceSighting Find(SqliteConnection connection, IpAddress source, long from, long to)
    {
        using SqliteCommand known = connection.Command(Incidents, ("$from", from), ("$to", to));
        known.Parameters.AddWithValue("$source", AddressBlob.Of(source));
        string? incident = known.ExecuteScalar() as string;
        using SqliteCommand command = connection.Command(Sightings, ("$from", from), ("$to", to));
        command.Parameters.AddWithValue("$source", AddressBlob.Of(source));
        using SqliteDataReader row = command.ExecuteReader();
        if (row.Read() && !row.IsDBNull(0))
        {
            return new SourceSighting(
                incident is null ? ComplaintMatch.Traffic : ComplaintMatch.Incident, row.GetInt64(0), row.GetInt64(1), Math.Max(row.GetInt64(2), row.GetInt64(3)), "", incident ?? "");
        }

        if (incident is not null)
        {
            return OfIncident(connection, incident);
        }

        using SqliteCommand covered = connection.Command(Covered, ("$from", from), ("$to", to));
        bool isCovered = Convert.ToInt64(covered.ExecuteScalar(), CultureInfo.InvariantCulture) > 0;
        return new SourceSighting(
            ComplaintMatch.Nothing, null, null, 0, isCovered ? "no traffic of it is stored at that time" : "nothing is stored of that time");
    }

    // Incidents are kept longer than windows.
    private static SourceSighting OfIncident(SqliteConnection connection, string incident)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = Times;
        command.Parameters.AddWithValue("$id", incident);
        using SqliteDataReader row = command.ExecuteReader();
        row.Read();
        return new SourceSighting(ComplaintMatch.Incident, row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), "", incident);
    }
}
