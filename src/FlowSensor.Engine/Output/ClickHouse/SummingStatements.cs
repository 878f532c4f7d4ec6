using System.Globalization;
using FlowSensor.Engine.ClickHouse;

namespace FlowSensor.Engine.Output.ClickHouse;

/// <summary>
/// Statements that make sums from rows stored before. Each gives the same rows of the same keys however often it runs, so that it can be
/// run again after a crash, and again when more of a minute has arrived: the newer row takes the older one's place.
/// </summary>
/// <param name="schema">Names of the tables.</param>
/// <param name="sensor">Name of the sensor; each makes the sums of its own rows.</param>
/// <param name="hourSources">Sources kept of each service and direction for an hour.</param>
internal sealed class SummingStatements(ClickHouseSchema schema, string sensor, int hourSources)
{
    // Bounds the memory that a server needs for one statement.
    private const int MostMinutes = 60;
    private const uint Minute = 60;
    private const uint Hour = 3_600;

    private const string Counts = "flows, packets, octets, estimated_packets, estimated_octets";
    private const string SumOfCounts = "sum(flows), sum(packets), sum(octets), sum(estimated_packets), sum(estimated_octets)";

    private string Sensor => ClickHouseText.Quote(sensor);

    /// <summary>Sums of sources by minute, from the records.</summary>
    public IEnumerable<string> Minutes(IReadOnlyList<uint> minutes)
    {
        foreach (uint[] some in minutes.Chunk(MostMinutes))
        {
            // Bare times let the server leave out days, rounded ones parts of a day.
            string ranges = string.Join(" OR ", Ranges(some).Select(static range =>
                $"(time >= {range.From} AND time < {range.To} AND toStartOfMinute(time) >= {range.From} AND toStartOfMinute(time) < {range.To})"));
            yield return $"""
                INSERT INTO {schema.Table("sources_1m")} (stored, sensor, time, service, direction, source, {Counts}, destinations)
                SELECT now(), {Sensor}, minute, splitByChar('/', member)[1], splitByChar('/', member)[2], source,
                       count(), sum(packets), sum(octets), sum(estimated_packets), sum(estimated_octets), uniqState(destination)
                FROM (
                    SELECT toStartOfMinute(time) AS minute, services, source, destination, packets, octets, estimated_packets, estimated_octets
                    FROM {schema.Table("flows")} FINAL WHERE sensor = {Sensor} AND ({ranges})
                )
                ARRAY JOIN services AS member
                GROUP BY minute, member, source
                """;
        }
    }

    /// <summary>Sums of sources by hour, from those by minute.</summary>
    public IEnumerable<string> Hours(IEnumerable<uint> hours) => hours.Select(hour => $"""
        INSERT INTO {schema.Table("sources_1h")} (stored, sensor, time, service, direction, source, {Counts}, destinations)
        SELECT now(), {Sensor}, {ClickHouseText.Time(hour)}, service, direction, source, {SumOfCounts}, uniqMergeState(destinations)
        FROM {schema.Table("sources_1m")} FINAL
        WHERE sensor = {Sensor} AND time >= {ClickHouseText.Time(hour)} AND time < {ClickHouseText.Time(hour + (long)Hour)}
        GROUP BY service, direction, source
        """);

    /// <summary>Rows of closed hours, from those of their windows, as the embedded store makes them.</summary>
    public IEnumerable<string> ClosedHours(IEnumerable<uint> hours) => hours.SelectMany(ClosedHour);

    private IEnumerable<string> ClosedHour(uint hour)
    {
        yield return Fill("span_services", hour, "service, direction", Counts + ", sources, pairs, other_flows, other_packets, other_octets, unknown_sampling",
            SumOfCounts + ", max(sources), max(pairs), sum(other_flows), sum(other_packets), sum(other_octets), sum(unknown_sampling)");
        yield return Fill("span_scopes", hour, "exporter, version, domain, service, direction, scope", Counts + ", unknown_sampling", SumOfCounts + ", sum(unknown_sampling)");
        yield return Fill("span_groups", hour, "service, direction, subject, name", Counts, SumOfCounts);
        yield return Fill("span_ledgers", hour, "exporter, version, domain",
            "datagrams, decoded, records, options_records, templates, sequence_lost, kernel_dropped, sampling",
            "sum(datagrams), sum(decoded), sum(records), sum(options_records), sum(templates), sum(sequence_lost), sum(kernel_dropped), max(sampling)");
        yield return Fill("span_drops", hour, "exporter, version, domain, cause", "datagrams", "sum(datagrams)");
        yield return Fill("span_sources", hour, "service, direction, source", Counts + ", destinations, syn_packets, first, last, next_hop",
            SumOfCounts + ", max(destinations), sum(syn_packets), min(first), max(last), max(next_hop)")
            + string.Create(CultureInfo.InvariantCulture, $" ORDER BY sum(flows) DESC, sum(octets) DESC, source LIMIT {hourSources} BY service, direction");
    }

    private string Fill(string table, uint hour, string keys, string columns, string sums) => $"""
        INSERT INTO {schema.Table(table)} (stored, sensor, kind, start, part, {keys}, {columns})
        SELECT now(), {Sensor}, 1, {ClickHouseText.Time(hour)}, 0, {keys}, {sums}
        FROM {schema.Table(table)} FINAL
        WHERE sensor = {Sensor} AND kind = 0 AND start >= {ClickHouseText.Time(hour)} AND start < {ClickHouseText.Time(hour + (long)Hour)}
        GROUP BY {keys}
        """;

    // Neighbouring minutes as one range.
    private static IEnumerable<(string From, string To)> Ranges(uint[] minutes)
    {
        Array.Sort(minutes);
        for (int first = 0; first < minutes.Length;)
        {
            int next = first + 1;
            while (next < minutes.Length && minutes[next] - minutes[next - 1] <= Minute)
            {
                next++;
            }

            yield return (ClickHouseText.Time(minutes[first]), ClickHouseText.Time(minutes[next - 1] + (long)Minute));
            first = next;
        }
    }
}
