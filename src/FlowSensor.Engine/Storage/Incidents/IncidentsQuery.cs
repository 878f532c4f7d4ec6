using System.Text.Json;
using FlowSensor.Engine.Detection;
using FlowSensor.Engine.Reports.Incidents;
using FlowSensor.Protocols.Addressing;
using Microsoft.Data.Sqlite;

namespace FlowSensor.Engine.Storage.Incidents;

/// <summary>Incidents, what became of them, and the evidence kept.</summary>
public sealed class IncidentsQuery(StoreReader store)
{
    // A week: what a desk goes through on a Monday.
    private const long DefaultLength = 7 * 86_400_000L;

    private const int MostOpen = 10_000;

    private const string Columns = """
        SELECT id, kind, rule, source, peer, group_name, role, suspected, opened, detected, last_seen, closed, severity, peak, contributions, handshake, forged,
               windows, gap, flows, packets, octets, peers, sources, next_hop, muted, acknowledged_by, institution, contact, name, lists,
               (SELECT count(*) FROM evidence_flows f WHERE f.host = i.source AND f.last >= i.suspected AND f.first <= coalesce(i.closed, i.last_seen)),
               (SELECT count(*) FROM evidence_windows w WHERE w.host = i.source AND w.rule = i.rule AND w.start >= i.suspected AND w.start <= i.last_seen)
        """;

    private const string Filtered = """
        FROM incidents i
        WHERE opened < $to AND coalesce(closed, last_seen) >= $from AND ($rule IS NULL OR rule = $rule OR kind = $rule)
        """;

    private const string Ordered = " ORDER BY opened, id LIMIT $limit OFFSET $offset";

    /// <summary>Lists incidents, the oldest first. Without a start, those of the seven days before the end, and without an end, until now.</summary>
    /// <exception cref="StoreException">The database failed.</exception>
    public IReadOnlyList<IncidentReport> Ask(IncidentFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return store.Ask(connection =>
        {
            using SqliteCommand command = Prepare(connection, Columns, filter, Ordered);
            command.Parameters.AddWithValue("$limit", filter.Limit ?? -1);
            command.Parameters.AddWithValue("$offset", filter.Offset);
            return command.Rows(Read);
        });
    }

    /// <summary>How many there are in all, whatever the limit.</summary>
    /// <exception cref="StoreException">The database failed.</exception>
    public int Count(IncidentFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return store.Ask(connection =>
        {
            using SqliteCommand command = Prepare(connection, "SELECT count(*)", filter, "");
            return (int)(long)command.ExecuteScalar()!;
        });
    }

    /// <summary>The incidents that are open, for a detector to take over.</summary>
    /// <exception cref="StoreException">The database failed.</exception>
    public IReadOnlyList<Incident> AskOpen() => [.. Ask(new IncidentFilter { OnlyOpen = true }).TakeLast(MostOpen).Select(Told)];

    /// <summary>Lists incidents as <see cref="Ask"/> does, as a detector told of them.</summary>
    /// <exception cref="StoreException">The database failed.</exception>
    public IReadOnlyList<Incident> AskTold(IncidentFilter filter) => [.. Ask(filter).Select(Told)];

    /// <summary>What became of an incident, in order.</summary>
    /// <exception cref="StoreException">The database failed.</exception>
    public IReadOnlyList<(DateTimeOffset Time, string Change, int Severity)> Changes(string id) => store.Ask(connection => connection.Rows(
        "SELECT time, change, severity FROM incident_changes WHERE incident = $id ORDER BY time, change <> 'opened'",
        static row => (row.Time(0), row.GetString(1), row.GetInt32(2)),
        ("$id", id)));

    /// <summary>Flow records kept of an incident's source from when it was suspicious, the oldest first.</summary>
    /// <param name="incident">The incident.</param>
    /// <param name="most">Most records.</param>
    /// <exception cref="StoreException">The database failed.</exception>
    public IReadOnlyList<EvidenceFlow> Flows(IncidentReport incident, int most)
    {
        ArgumentNullException.ThrowIfNull(incident);
        return store.Ask(connection => connection.Rows(
            EvidenceFlowRows.Select + "WHERE host = $host AND last >= $from AND first <= $to ORDER BY last, id LIMIT $most",
            row => EvidenceFlowRows.Read(incident.Source, row),
            ("$host", AddressBlob.Of(incident.Source)), ("$from", incident.Suspected.ToUnixTimeMilliseconds()),
            ("$to", (incident.Closed ?? incident.LastSeen).ToUnixTimeMilliseconds()), ("$most", most)));
    }

    /// <summary>What the rule said of an incident's source window by window, the oldest first.</summary>
    /// <param name="incident">The incident.</param>
    /// <param name="most">Most windows.</param>
    /// <exception cref="StoreException">The database failed.</exception>
    public IReadOnlyList<EvidenceWindow> Windows(IncidentReport incident, int most)
    {
        ArgumentNullException.ThrowIfNull(incident);
        return store.Ask(connection => connection.Rows(
            """
            SELECT start, "end", ratio, severity, flows, packets, octets, peers, smtp FROM evidence_windows
            WHERE host = $host AND rule = $rule AND start >= $from AND start <= $to ORDER BY start LIMIT $most
            """,
            row => new EvidenceWindow(
                incident.Source, incident.Rule, row.GetInt64(0), row.GetInt64(1), row.GetDouble(2), row.GetInt32(3), row.GetInt64(4), row.GetInt64(5), row.GetInt64(6),
                row.GetInt64(7), row.GetString(8)),
            ("$host", AddressBlob.Of(incident.Source)), ("$rule", incident.Rule), ("$from", incident.Suspected.ToUnixTimeMilliseconds()),
            ("$to", incident.LastSeen.ToUnixTimeMilliseconds()), ("$most", most)));
    }

    private static SqliteCommand Prepare(SqliteConnection connection, string columns, IncidentFilter filter, string order)
    {
        bool isOne = filter.Id is not null || filter.OnlyOpen;
        long to = filter.Range.To ?? long.MaxValue;
        long from = filter.Range.From ?? (isOne ? long.MinValue : (filter.Range.To ?? Newest(connection)) - DefaultLength);

        // What is not asked for is not in the text, so that the database can use the index of what is.
        return connection.Command(
            columns + "\n" + Filtered + (filter.Id is null ? "" : " AND id = $id") + (filter.Source is null ? "" : " AND source = $source")
                + (filter.OnlyOpen ? " AND closed IS NULL" : "") + order,
            ("$id", filter.Id), ("$rule", filter.Rule), ("$source", filter.Source is IpAddress source ? AddressBlob.Of(source) : null), ("$from", from), ("$to", to));
    }

    private static long Newest(SqliteConnection connection)
    {
        using SqliteCommand command = connection.CreateCommand();

        // Of what logs tell there are incidents beside no spans; of the last month of them one is the newest.
        command.CommandText = """
            SELECT max(coalesce((SELECT max(last_seen) FROM incidents WHERE opened >= (SELECT max(opened) FROM incidents) - 2592000000), 0),
                       coalesce((SELECT "end" FROM spans WHERE kind = 0 ORDER BY start DESC LIMIT 1), 0))
            """;
        return (long)command.ExecuteScalar()!;
    }

    private static Incident Told(IncidentReport report) => new()
    {
        Id = report.Id,
        Kind = IncidentKinds.TryParse(report.Kind, out IncidentKind kind) ? kind : IncidentKind.Own,
        Rule = report.Rule,
        Source = report.Source,
        Peer = report.Peer,
        Group = report.Group,
        Role = report.Role == IncidentKinds.NameOf(IncidentRole.Victim) ? IncidentRole.Victim
            : report.Role == IncidentKinds.NameOf(IncidentRole.Reflector) ? IncidentRole.Reflector : IncidentRole.Offender,
        Suspected = report.Suspected.ToUnixTimeMilliseconds(),
        Opened = report.Opened.ToUnixTimeMilliseconds(),
        Detected = report.Detected.ToUnixTimeMilliseconds(),
        LastSeen = report.LastSeen.ToUnixTimeMilliseconds(),
        Closed = report.Closed?.ToUnixTimeMilliseconds(),
        Severity = report.Severity,
        Peak = report.Peak,
        Contributions = report.Contributions,
        Handshake = Enum.GetValues<HandshakeEvidence>().FirstOrDefault(evidence => IncidentKinds.NameOf(evidence) == report.Handshake),
        IsForged = report.IsForged,
        Windows = report.Windows,
        Gap = (long)report.Gap.TotalMilliseconds,
        Flows = (ulong)report.Flows,
        Packets = (ulong)report.Packets,
        Octets = (ulong)report.Octets,
        Peers = report.Peers,
        Sources = report.Sources,
        NextHop = report.NextHop,
        IsMuted = report.IsMuted,
        AcknowledgedBy = report.AcknowledgedBy,
    };

    private static IncidentReport Read(SqliteDataReader rows) => new()
    {
        Id = rows.GetString(0),
        Kind = rows.GetString(1),
        Rule = rows.GetString(2),
        Source = rows.AddressOrNone(3),
        Peer = rows.AddressOrNone(4),
        Group = rows.GetString(5),
        Role = rows.GetString(6),
        Suspected = rows.Time(7),
        Opened = rows.Time(8),
        Detected = rows.Time(9),
        LastSeen = rows.Time(10),
        Closed = rows.TimeOrNone(11),
        Severity = rows.GetInt32(12),
        Peak = rows.GetInt32(13),
        Contributions = JsonSerializer.Deserialize(rows.GetString(14), IncidentJson.Default.IReadOnlyListContribution) ?? [],
        Handshake = rows.GetString(15),
        IsForged = rows.GetInt32(16) != 0,
        Windows = rows.GetInt32(17),
        Gap = TimeSpan.FromMilliseconds(rows.GetInt64(18)),
        Flows = rows.GetInt64(19),
        Packets = rows.GetInt64(20),
        Octets = rows.GetInt64(21),
        Peers = rows.GetInt64(22),
        Sources = rows.GetInt64(23),
        NextHop = rows.AddressOrNone(24),
        IsMuted = rows.GetInt32(25) != 0,
        AcknowledgedBy = rows.GetString(26),
        Institution = rows.GetString(27),
        Contact = rows.GetString(28),
        Name = rows.GetString(29),
        Lists = rows.GetString(30),
        EvidenceFlows = rows.GetInt64(31),
        EvidenceWindows = rows.GetInt64(32),
    };
}
