using FlowSensor.Engine.Reports;
using FlowSensor.Protocols.Addressing;
using Microsoft.Data.Sqlite;

namespace FlowSensor.Engine.Storage.Incidents;

/// <summary>Complaints that were received and what was found of their hosts.</summary>
public sealed class ComplaintsQuery(StoreReader store)
{
    private const string Listed = """
        SELECT id, message_id, kind, category, reporter, subject, dated, handled, action, reason FROM complaints
        WHERE handled >= $from AND handled < $to AND ($source IS NULL OR id IN (SELECT complaint FROM complaint_sources WHERE source = $source))
        ORDER BY handled DESC, id DESC LIMIT $limit OFFSET $offset
        """;

    private const string Hosts = """
        SELECT complaint, source, port, first, last, zone_assumed, matched, seen_first, seen_last, flows, institution, contact FROM complaint_sources
        WHERE complaint IN (SELECT value FROM json_each($complaints)) ORDER BY complaint, length(source), source
        """;

    /// <summary>Complaints, the newest first.</summary>
    /// <param name="range">When they were handled; everything where nothing is given.</param>
    /// <param name="source">Only those about this host; null for all.</param>
    /// <param name="limit">How many.</param>
    /// <param name="offset">How many to pass over.</param>
    /// <exception cref="StoreException">The database failed.</exception>
    public IReadOnlyList<ComplaintReport> Ask(TimeRange range, IpAddress? source, int limit, int offset) => store.Ask(connection =>
    {
        List<ComplaintReport> complaints = Read(connection, range, source, limit, offset);
        ILookup<long, ComplainedHost> hosts = ReadHosts(connection, complaints.Select(static complaint => complaint.Number));
        return complaints.ConvertAll(complaint => complaint with { Sources = [.. hosts[complaint.Number]] });
    });

    /// <summary>Every host complained about, for the measure of success by month.</summary>
    /// <exception cref="StoreException">The database failed.</exception>
    public IReadOnlyList<Complaint> Received(TimeRange range) => store.Ask(connection =>
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = """
            SELECT s.source, coalesce(s.first, c.dated, c.handled) FROM complaints c JOIN complaint_sources s ON s.complaint = c.id
            WHERE c.handled >= $from AND c.handled < $to AND c.action <> 'ignore'
            """;
        command.Parameters.AddWithValue("$from", range.From ?? long.MinValue);
        command.Parameters.AddWithValue("$to", range.To ?? long.MaxValue);
        List<Complaint> received = [];
        using SqliteDataReader rows = command.ExecuteReader();
        while (rows.Read())
        {
            received.Add(new Complaint(IpAddress.FromBytes(rows.GetFieldValue<byte[]>(0)), rows.GetInt64(1)));
        }

        return received;
    });

    private static List<ComplaintReport> Read(SqliteConnection connection, TimeRange range, IpAddress? source, int limit, int offset)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = Listed;
        command.Parameters.AddWithValue("$from", range.From ?? long.MinValue);
        command.Parameters.AddWithValue("$to", range.To ?? long.MaxValue);
        command.Parameters.AddWithValue("$source", source is IpAddress wanted ? AddressBlob.Of(wanted) : DBNull.Value);
        command.Parameters.AddWithValue("$limit", limit);
        command.Parameters.AddWithValue("$offset", offset);
        List<ComplaintReport> complaints = [];
        using SqliteDataReader rows = command.ExecuteReader();
        while (rows.Read())
        {
            complaints.Add(new ComplaintReport
            {
                Number = rows.GetInt64(0),
                MessageId = rows.GetString(1),
                Kind = rows.GetString(2),
                Category = rows.GetString(3),
                Reporter = rows.GetString(4),
                Subject = rows.GetString(5),
                Dated = Time(rows, 6),
                Handled = DateTimeOffset.FromUnixTimeMilliseconds(rows.GetInt64(7)),
                Action = rows.GetString(8),
                Reason = rows.GetString(9),
            });
        }

        return complaints;
    }

    private static ILookup<long, ComplainedHost> ReadHosts(SqliteConnection connection, IEnumerable<long> complaints)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = Hosts;
        command.Parameters.AddWithValue("$complaints", $"[{string.Join(',', complaints)}]");
        List<(long Complaint, ComplainedHost Host)> hosts = [];
        using SqliteDataReader rows = command.ExecuteReader();
        while (rows.Read())
        {
            hosts.Add((rows.GetInt64(0), new ComplainedHost
            {
                Source = IpAddress.FromBytes(rows.GetFieldValue<byte[]>(1)).ToString(),
                Port = rows.GetInt32(2),
                First = Time(rows, 3),
                Last = Time(rows, 4),
                IsZoneAssumed = rows.GetBoolean(5),
                Matched = rows.GetString(6),
                SeenFirst = Time(rows, 7),
                SeenLast = Time(rows, 8),
                Flows = rows.GetInt64(9),
                Institution = rows.GetString(10),
                Contact = rows.GetString(11),
            }));
        }

        return hosts.ToLookup(static host => host.Complaint, static host => host.Host);
    }

    private static DateTimeOffset? Time(SqliteDataReader rows, int column) => rows.IsDBNull(column) ? null : DateTimeOffset.FromUnixTimeMilliseconds(rows.GetInt64(column));
}
