using System.Globalization;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Contacts;
using FlowSensor.Engine.Detection;
using FlowSensor.Engine.Reports.Incidents;
using FlowSensor.Engine.Storage;
using FlowSensor.Engine.Storage.Incidents;
using FlowSensor.Protocols.Addressing;
using Microsoft.Data.Sqlite;

namespace FlowSensor.Engine.Abuse.Reporting;

/// <summary>Gathers a report of a source's stored traffic, where no incident says that it is abnormal.</summary>
/// <param name="store">The store.</param>
/// <param name="options">The configuration.</param>
/// <param name="contacts">Finds whom it goes to.</param>
public sealed class SourceReportQuery(StoreReader store, SensorOptions options, ContactResolver contacts)
{
    /// <summary>Kind of such a report.</summary>
    public const string Kind = "traffic";

    private const long DefaultLength = 7 * 86_400_000L;
    private const int MostFlows = 100_000;

    // Windows where they are still kept, else hours.
    private const string Rows = """
        SELECT p.start, p."end", d.service, d.direction, s.flows, s.packets, s.octets, s.destinations, s.next_hop
        FROM spans p JOIN sources s ON s.span = p.id JOIN service_directions d ON d.id = s.service
        WHERE p.kind = $kind AND p.start >= $from AND p."end" <= $to AND s.source = $source ORDER BY p.start, d.service, d.direction
        """;

    private readonly record struct Row(long Start, long End, string Service, string Direction, long Flows, long Packets, long Octets, long Destinations, IpAddress NextHop);

    /// <summary>The report; null where nothing of the source is stored at that time.</summary>
    /// <param name="source">The source.</param>
    /// <param name="range">Time; without a start the seven days before the end.</param>
    /// <param name="pseudonymize">Name own hosts by numbers.</param>
    /// <param name="now">Unix milliseconds, for the age of what contacts were found from.</param>
    /// <param name="cancellation">Ends the questions to directories elsewhere.</param>
    /// <exception cref="StoreException">The database failed.</exception>
    public async Task<AbuseReport?> AskAsync(IpAddress source, TimeRange range, bool pseudonymize, long now, CancellationToken cancellation)
    {
        long to = range.To ?? store.Ask(Newest);
        long from = range.From ?? to - DefaultLength;
        List<Row> rows = store.Ask(connection => Read(connection, SpanKind.Window, source, from, to));
        if (rows.Count == 0)
        {
            rows = store.Ask(connection => Read(connection, SpanKind.Hour, source, from, to));
        }

        if (rows.Count == 0)
        {
            return null;
        }

        IncidentReport traffic = Describe(source, rows);
        ContactAnswer contact = await contacts.ResolveAsync(source, default, now, cancellation).ConfigureAwait(false);
        Pseudonyms names = new(pseudonymize ? options.Sensor.Networks : [], source);
        return new AbuseReport
        {
            Incident = traffic,
            Reporter = options.Reports,
            Sensor = options.Sensor.Name,
            Zone = options.Sensor.TimeZone,
            Flows = [.. new IncidentsQuery(store).Flows(traffic, MostFlows).Select(flow => ReportedFlow.Of(flow, names.Of))],
            Windows = [.. Whole(rows).Select(row => new EvidenceWindow(source, Kind, row.Start, row.End, 0, 0, row.Flows, row.Packets, row.Octets, row.Destinations, ""))],
            Ledger = new ExportersQuery(store).Ask(new TimeRange(rows[0].Start, rows[^1].End)).Rows,
            Contact = contact,
        };
    }

    private static IncidentReport Describe(IpAddress source, List<Row> rows)
    {
        Row[] whole = [.. Whole(rows)];
        DateTimeOffset first = DateTimeOffset.FromUnixTimeMilliseconds(rows[0].Start), last = DateTimeOffset.FromUnixTimeMilliseconds(rows[^1].End);
        return new IncidentReport
        {
            Id = string.Create(CultureInfo.InvariantCulture, $"{Kind}-{source}-{rows[0].Start}-{rows[^1].End}"),
            Kind = Kind,
            Rule = Kind,
            Source = source,
            Suspected = first,
            Opened = first,
            Detected = first,
            LastSeen = last,
            Closed = last,
            Handshake = "none",
            Windows = whole.Length,
            Flows = whole.Sum(static row => row.Flows),
            Packets = whole.Sum(static row => row.Packets),
            Octets = whole.Sum(static row => row.Octets),
            Peers = whole.Max(static row => row.Destinations),
            NextHop = rows.Select(static row => row.NextHop).LastOrDefault(static hop => !hop.IsNone),
            Contributions = [.. rows.GroupBy(static row => (row.Service, row.Direction)).Select(static service => new Contribution(
                $"{service.Key.Service}_{service.Key.Direction}",
                service.Sum(static row => row.Flows),
                0,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{service.Key.Service} {service.Key.Direction}: {service.Sum(static row => row.Flows):N0} flows, {service.Sum(static row => row.Packets):N0} packets, {service.Sum(static row => row.Octets):N0} octets, at most {service.Max(static row => row.Destinations):N0} destinations in a window")))],
        };
    }

    // The service of everything; where it is not kept, the largest at each time.
    private static IEnumerable<Row> Whole(List<Row> rows) =>
        rows.GroupBy(static row => row.Start).Select(static window => window.OrderByDescending(static row => row.Service == "all").ThenByDescending(static row => row.Flows).First());

    private static List<Row> Read(SqliteConnection connection, SpanKind kind, IpAddress source, long from, long to)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = Rows;
        command.Parameters.AddWithValue("$kind", (int)kind);
        command.Parameters.AddWithValue("$from", from);
        command.Parameters.AddWithValue("$to", to);
        command.Parameters.AddWithValue("$source", AddressBlob.Of(source));
        List<Row> found = [];
        using SqliteDataReader row = command.ExecuteReader();
        while (row.Read())
        {
            found.Add(new Row(
                row.GetInt64(0), row.GetInt64(1), row.GetString(2), row.GetString(3), row.GetInt64(4), row.GetInt64(5), row.GetInt64(6), row.GetInt64(7),
                row.IsDBNull(8) ? default : IpAddress.FromBytes(row.GetFieldValue<byte[]>(8))));
        }

        return found;
    }

    private static long Newest(SqliteConnection connection)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = """SELECT coalesce(max("end"), 0) FROM spans""";
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }
}
