using System.Globalization;
using FlowSensor.Engine.Capturing;
using FlowSensor.Engine.Collection;
using FlowSensor.Engine.Storage.Bands;
using FlowSensor.Engine.Storage.Columns;
using FlowSensor.Engine.Traffic;
using FlowSensor.Protocols.Addressing;
using Microsoft.Data.Sqlite;

namespace FlowSensor.Engine.Storage;

/// <summary>Writes spans to the database, merging each into the part of it that is there. Used by one thread.</summary>
internal sealed class SpanWriter : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly UpsertStatement _span;
    private readonly UpsertStatement _serviceTotal;
    private readonly UpsertStatement _scopeTotal;
    private readonly UpsertStatement _band;
    private readonly UpsertStatement _group;
    private readonly UpsertStatement _source;
    private readonly UpsertStatement _hourSource;
    private readonly UpsertStatement _ledger;
    private readonly UpsertStatement _drop;
    private readonly UpsertStatement _longFlows;
    private readonly UpsertStatement _interface;
    private readonly StoredNames _names;
    private readonly HourRollup _rollup;
    private readonly SourceRollup _sources;
    private readonly SourceColumnWriter _columns;
    private readonly BandRollup _bands;

    /// <summary>Prepares the statements.</summary>
    /// <param name="connection">The store.</param>
    /// <param name="hourSources">Sources kept of each service and direction for an hour.</param>
    public SpanWriter(SqliteConnection connection, int hourSources)
    {
        _connection = connection;
        _rollup = new HourRollup(connection, hourSources);
        _sources = new SourceRollup(connection);
        _columns = new SourceColumnWriter(connection);
        _bands = new BandRollup(connection);
        _names = new StoredNames(connection);
        _span = new UpsertStatement(connection, "spans", Key("kind"), Key("start"), Max("\"end\""), Max("source_count"));
        _serviceTotal = new UpsertStatement(connection, "service_totals", Key("span"), Key("service"), Sum("flows"), Sum("packets"), Sum("octets"), Sum("estimated_packets"),
            Sum("estimated_octets"), Max("sources"), Max("pairs"), Sum("other_flows"), Sum("other_packets"), Sum("other_octets"), Sum("unknown_sampling"));
        _scopeTotal = new UpsertStatement(connection, "scope_totals", Key("span"), Key("exporter"), Key("service"), Key("scope"), Sum("flows"), Sum("packets"), Sum("octets"),
            Sum("estimated_packets"), Sum("estimated_octets"), Sum("unknown_sampling"));
        _band = new UpsertStatement(connection, "bands", Key("span"), Key("service"), Key("subject"), Key("band"), Max("position"), Sum("keys"), Sum("flows"), Sum("packets"), Sum("octets"));
        _group = new UpsertStatement(connection, "group_totals", Key("span"), Key("service"), Key("subject"), Key("name"), Sum("flows"), Sum("packets"), Sum("octets"),
            Sum("estimated_packets"), Sum("estimated_octets"));
        _source = new UpsertStatement(connection, "sources", Key("span"), Key("service"), Key("source"), Sum("flows"), Sum("packets"), Sum("octets"), Sum("estimated_packets"),
            Sum("estimated_octets"), Max("destinations"), Sum("syn_packets"), Min("first"), Max("last"), Last("next_hop"));
        _hourSource = new UpsertStatement(connection, "sources", Key("span"), Key("service"), Key("source"), Max("flows"), Max("packets"), Max("octets"), Max("estimated_packets"),
            Max("estimated_octets"), Max("destinations"), Max("syn_packets"), Min("first"), Max("last"), Last("next_hop"));
        _ledger = new UpsertStatement(connection, "ledgers", Key("span"), Key("exporter"), Sum("datagrams"), Sum("decoded"), Sum("records"), Sum("options_records"), Sum("templates"),
            Sum("sequence_lost"), Sum("kernel_dropped"), Last("sampling"), Sum("duplicates"));
        _drop = new UpsertStatement(connection, "drops", Key("span"), Key("exporter"), Key("cause"), Sum("datagrams"));
        _longFlows = new UpsertStatement(connection, "meta", Key("key"), Last("value"));
        _interface = new UpsertStatement(connection, "interface_ledgers", Key("span"), Key("interface"), Sum("seen"), Sum("delivered"), Sum("kernel_dropped"), Sum("queue_full"), Sum("interface_dropped"));
    }

    /// <summary>Writes one span.</summary>
    public void Write(StoredSpan span, SqliteTransaction transaction)
    {
        _span.Run((int)span.Kind, span.Start, span.End, span.SourceCount);
        long id = SpanId(span, transaction);
        if (span.Kind == SpanKind.Hour)
        {
            _rollup.Fill(transaction, id, span.Start);
            _bands.Fill(id, span.Start);
        }
        else if (span.Kind == SpanKind.Window)
        {
            _bands.Forget(span.Start);
        }
        else if (span.Kind == SpanKind.Day)
        {
            _sources.FillDay(transaction, id, span.Start);
        }

        WriteServices(span, id, transaction);
        WriteGroups(span, id, transaction);
        WriteSources(span, id, transaction);
        if (span.Kind != SpanKind.Window)
        {
            _sources.MarkLeaders(transaction, id, span.Kind);
            _columns.Write(id, span.Start);
        }

        WriteLedgers(span, id, transaction);
    }

    /// <summary>Row ids of the hours and days that an earlier version stored without columns of their sources or sums of their windows' bands, the newest first.</summary>
    public IEnumerable<long> OlderSpans() => _columns.SpansWithout().Concat(_bands.HoursWithout()).Distinct();

    /// <summary>Writes the columns and sums that one of them is without.</summary>
    public void FillOlder(long span)
    {
        _columns.Fill(span);
        _bands.Fill(span);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _span.Dispose();
        _serviceTotal.Dispose();
        _scopeTotal.Dispose();
        _band.Dispose();
        _group.Dispose();
        _source.Dispose();
        _hourSource.Dispose();
        _ledger.Dispose();
        _drop.Dispose();
        _longFlows.Dispose();
        _interface.Dispose();
        _names.Dispose();
    }

    private void WriteServices(StoredSpan span, long id, SqliteTransaction transaction)
    {
        foreach (ServiceTotal total in span.Services)
        {
            TrafficCounts counts = total.Counts;
            _serviceTotal.Run(id, _names.Service(total.ServiceDirection, transaction), counts.Flows, counts.Packets, counts.Octets, counts.EstimatedPackets,
                counts.EstimatedOctets, total.Sources, total.Pairs, total.Other.Flows, total.Other.Packets, total.Other.Octets, total.UnknownSampling);
        }

        int position = 0;
        foreach (BandTotal band in span.Bands)
        {
            _band.Run(id, _names.Service(band.ServiceDirection, transaction), TrafficNames.Subject(band.By), band.Band, position++, band.Keys, band.Flows, band.Packets, band.Octets);
        }
    }

    private void WriteGroups(StoredSpan span, long id, SqliteTransaction transaction)
    {
        foreach (GroupTotal group in span.Groups)
        {
            TrafficCounts counts = group.Counts;
            _group.Run(id, _names.Service(group.ServiceDirection, transaction), TrafficNames.Subject(group.By), group.Name, counts.Flows, counts.Packets, counts.Octets,
                counts.EstimatedPackets, counts.EstimatedOctets);
        }
    }

    private void WriteSources(StoredSpan span, long id, SqliteTransaction transaction)
    {
        // An hour is filled from its windows first; its own sources then give the whole of what the windows kept in part.
        UpsertStatement statement = span.Kind == SpanKind.Hour ? _hourSource : _source;
        foreach (StoredSources kept in span.Sources)
        {
            long service = _names.Service(kept.ServiceDirection, transaction);
            foreach (int place in PlacesByAddress(kept.Sources))
            {
                SourceTraffic source = kept.Sources[place];
                TrafficCounts counts = source.Counts;
                statement.Run(id, service, ColumnValue.Of(source.Source), counts.Flows, counts.Packets, counts.Octets, counts.EstimatedPackets, counts.EstimatedOctets,
                    source.Destinations, source.SynPackets, source.First, source.Last, ColumnValue.OfOrNull(source.NextHop));
            }
        }
    }

    // About in the order of the table's key each row goes behind the one before, into a page that is at hand.
    private static int[] PlacesByAddress(IReadOnlyList<SourceTraffic> sources)
    {
        ulong[] beginnings = new ulong[sources.Count];
        int[] places = new int[sources.Count];
        for (int place = 0; place < places.Length; place++)
        {
            IpAddress source = sources[place].Source;
            beginnings[place] = source.IsIPv4 ? (ulong)source.IPv4 << 32 : source.High;
            places[place] = place;
        }

        Array.Sort(beginnings, places);
        return places;
    }

    private void WriteLedgers(StoredSpan span, long id, SqliteTransaction transaction)
    {
        Dictionary<int, ExporterIdentity> exporters = [];
        foreach (ExporterLedger ledger in span.Ledgers)
        {
            exporters[ledger.ExporterIndex] = ledger.Exporter;
            long exporter = _names.Exporter(ledger.Exporter, transaction);
            _ledger.Run(id, exporter, ledger.Datagrams, ledger.Decoded, ledger.Records, ledger.OptionsRecords, ledger.Templates, ledger.SequenceLost, ledger.KernelDropped, ledger.Sampling, ledger.Duplicates);
            foreach ((string cause, long datagrams) in ledger.Dropped.Where(static drop => drop.Value != 0))
            {
                _drop.Run(id, exporter, cause, datagrams);
            }

            if (ledger.LongRecords > 0 && span.Kind == SpanKind.Window)
            {
                _longFlows.Run(LongFlowsQuery.KeyOf(exporter), LongFlowsQuery.ValueOf(span.End, ledger.LongRecords));
            }
        }

        foreach (InterfaceCounters counters in span.Interfaces)
        {
            _interface.Run(id, counters.Interface, counters.Seen, counters.Delivered, counters.KernelDropped, counters.QueueFull, counters.InterfaceDropped);
        }

        foreach (ScopeTotal total in span.Totals)
        {
            TrafficCounts counts = total.Counts;
            long exporter = _names.Exporter(exporters.GetValueOrDefault(total.ExporterIndex), transaction);
            _scopeTotal.Run(id, exporter, _names.Service(total.ServiceDirection, transaction), TrafficNames.Scope(total.Scope), counts.Flows, counts.Packets, counts.Octets,
                counts.EstimatedPackets, counts.EstimatedOctets, total.UnknownSampling);
        }
    }

    private long SpanId(StoredSpan span, SqliteTransaction transaction)
    {
        using SqliteCommand command = _connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "SELECT id FROM spans WHERE kind = $kind AND start = $start";
        command.Parameters.AddWithValue("$kind", (int)span.Kind);
        command.Parameters.AddWithValue("$start", span.Start);
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private static (string Name, ColumnMerge Merge) Key(string name) => (name, ColumnMerge.Key);

    private static (string Name, ColumnMerge Merge) Sum(string name) => (name, ColumnMerge.Sum);

    private static (string Name, ColumnMerge Merge) Max(string name) => (name, ColumnMerge.Max);

    private static (string Name, ColumnMerge Merge) Min(string name) => (name, ColumnMerge.Min);

    private static (string Name, ColumnMerge Merge) Last(string name) => (name, ColumnMerge.Last);
}
