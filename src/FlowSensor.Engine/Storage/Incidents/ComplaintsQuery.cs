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
    public IReadOnlyList<Complaint> Received(TimeRange range) => store.Ask(connection => connection.Rows(
        """
        SELECT s.source, coalesce(s.first, c.dated, c.handled) FROM complaints c JOIN complaint_sources s ON s.complaint = c.id
        WHERE c.handled >= $from AND c.handled < $to AND c.action <> 'ignore'
        """,
        static row => new Complaint(row.Address(0), row.GetInt64(1)),
        ("$from", range.From ?? long.MinValue), ("$to", range.To ?? long.MaxValue)));

    private static List<ComplaintReport> Read(SqliteConnection connection, TimeRange range, IpAddress? source, int limit, int offset) => connection.Rows(
        Listed,
        static row => new ComplaintReport
        {
            Number = row.GetInt64(0),
            MessageId = row.GetString(1),
            Kind = row.GetString(2),
            Category = row.GetString(3),
            Reporter = row.GetString(4),
            Subject = row.GetString(5),
            Dated = row.TimeOrNone(6),
            Handled = row.Time(7),
            Action = row.GetString(8),
            Reason = row.GetString(9),
        },
        ("$from", range.From ?? long.MinValue), ("$to", range.To ?? long.MaxValue), ("$source", source is IpAddress wanted ? AddressBlob.Of(wanted) : null),
        ("$limit", limit), ("$offset", offset));

    private static ILookup<long, ComplainedHost> ReadHosts(SqliteConnection connection, IEnumerable<long> complaints) => connection.Rows(
        Hosts,
        static row => (Complaint: row.GetInt64(0), Host: new ComplainedHost
        {
            Source = row.Address(1).ToString(),
            Port = row.GetInt32(2),
            First = row.TimeOrNone(3),
            Last = row.TimeOrNone(4),
            IsZoneAssumed = row.GetBoolean(5),
            Matched = row.GetString(6),
            SeenFirst = row.TimeOrNone(7),
            SeenLast = row.TimeOrNone(8),
            Flows = row.GetInt64(9),
            Institution = row.GetString(10),
            Contact = row.GetString(11),
        }),
        ("$complaints", $"[{string.Join(',', complaints)}]")).ToLookup(static host => host.Complaint, static host => host.Host);
}
