using FlowSensor.Protocols.ClickHouse;

namespace FlowSensor.Engine.Output.ClickHouse;

/// <summary>Names of tables and, in the order in which rows are written, of their columns.</summary>
internal static class ClickHouseTables
{
    private const string Span = "stored, sensor, kind, start, part, ";
    private const string Counts = "flows, packets, octets, estimated_packets, estimated_octets";

    private static readonly Dictionary<ClickHouseTable, (string Name, string Columns)> Known = new()
    {
        [ClickHouseTable.Flows] = ("flows", string.Join(", ", FlowRowEncoder.Columns)),
        [ClickHouseTable.Spans] = ("spans", Span + "until, source_count"),
        [ClickHouseTable.SpanServices] = ("span_services", Span + "service, direction, " + Counts + ", sources, pairs, other_flows, other_packets, other_octets, unknown_sampling"),
        [ClickHouseTable.SpanScopes] = ("span_scopes", Span + "exporter, version, domain, service, direction, scope, " + Counts + ", unknown_sampling"),
        [ClickHouseTable.SpanBands] = ("span_bands", Span + "service, direction, subject, band, position, keys, flows, packets, octets"),
        [ClickHouseTable.SpanGroups] = ("span_groups", Span + "service, direction, subject, name, " + Counts),
        [ClickHouseTable.SpanSources] = ("span_sources", Span + "service, direction, source, " + Counts + ", destinations, syn_packets, first, last, next_hop"),
        [ClickHouseTable.SpanLedgers] = ("span_ledgers",
            Span + "exporter, version, domain, datagrams, decoded, records, options_records, templates, sequence_lost, kernel_dropped, sampling"),
        [ClickHouseTable.SpanDrops] = ("span_drops", Span + "exporter, version, domain, cause, datagrams"),
    };

    /// <summary>True for a number that this version knows.</summary>
    public static bool Contains(ClickHouseTable table) => Known.ContainsKey(table);

    /// <summary>Name of a table.</summary>
    public static string NameOf(ClickHouseTable table) => Known[table].Name;

    /// <summary>Names of its columns, separated by commas.</summary>
    public static string ColumnsOf(ClickHouseTable table) => Known[table].Columns;
}
