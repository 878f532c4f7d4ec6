using FlowSensor.Engine.Collection;
using FlowSensor.Engine.Storage;
using FlowSensor.Engine.Traffic;
using FlowSensor.Protocols.ClickHouse;

namespace FlowSensor.Engine.Output.ClickHouse;

/// <summary>Encodes spans as rows of the <c>span_...</c> tables. Belongs to one thread.</summary>
/// <param name="sensor">Name of the sensor.</param>
internal sealed class SpanRows(string sensor)
{
    // Numbers of a row, and its address and short names; names that others give come on top.
    private const int Room = 512;

    private readonly Dictionary<ClickHouseTable, RowBuffer> _buffers = Enum.GetValues<ClickHouseTable>()
        .Where(static table => table != ClickHouseTable.Flows).ToDictionary(static table => table, static _ => new RowBuffer());

    /// <summary>Rows of all tables together.</summary>
    public int Count => _buffers.Values.Sum(static buffer => buffer.Rows);

    /// <summary>The tables that have rows.</summary>
    public IEnumerable<(ClickHouseTable Table, RowBuffer Rows)> Tables =>
        _buffers.Where(static buffer => buffer.Value.Rows > 0).OrderBy(static buffer => buffer.Key).Select(static buffer => (buffer.Key, buffer.Value));

    /// <summary>Forgets all rows.</summary>
    public void Clear()
    {
        foreach (RowBuffer buffer in _buffers.Values)
        {
            buffer.Clear();
        }
    }

    /// <summary>Adds the rows of a span.</summary>
    /// <param name="span">The span.</param>
    /// <param name="part">Its number among all parts of spans that the sensor ever writes.</param>
    /// <param name="storedMs">Now, Unix milliseconds.</param>
    public void Add(StoredSpan span, ulong part, long storedMs)
    {
        SpanKey key = new(storedMs, sensor, span.Kind, span.Start, part);
        RowBuffer buffer = _buffers[ClickHouseTable.Spans];
        RowBinaryWriter row = Begin(buffer, key);
        row.WriteDateTime(span.End);
        row.Write((ulong)span.SourceCount);
        buffer.End(in row);
        AddServices(span, key);
        AddGroups(span, key);
        AddSources(span, key);
        AddLedgers(span, key);
    }

    private void AddServices(StoredSpan span, SpanKey key)
    {
        RowBuffer services = _buffers[ClickHouseTable.SpanServices];
        foreach (ServiceTotal total in span.Services)
        {
            RowBinaryWriter row = Begin(services, key);
            Write(ref row, total.ServiceDirection);
            Write(ref row, total.Counts);
            row.Write((ulong)total.Sources);
            row.Write((ulong)total.Pairs);
            row.Write(total.Other.Flows);
            row.Write(total.Other.Packets);
            row.Write(total.Other.Octets);
            row.Write(total.UnknownSampling);
            services.End(in row);
        }

        RowBuffer bands = _buffers[ClickHouseTable.SpanBands];
        uint position = 0;
        foreach (BandTotal band in span.Bands)
        {
            RowBinaryWriter row = Begin(bands, key);
            Write(ref row, band.ServiceDirection);
            row.Write(TrafficNames.Subject(band.By));
            row.Write(band.Band);
            row.Write(position++);
            row.Write((ulong)band.Keys);
            row.Write(band.Flows);
            row.Write(band.Packets);
            row.Write(band.Octets);
            bands.End(in row);
        }
    }

    private void AddGroups(StoredSpan span, SpanKey key)
    {
        RowBuffer groups = _buffers[ClickHouseTable.SpanGroups];
        foreach (GroupTotal group in span.Groups)
        {
            RowBinaryWriter row = Begin(groups, key, RowBinaryWriter.MaxOctets(group.Name));
            Write(ref row, group.ServiceDirection);
            row.Write(TrafficNames.Subject(group.By));
            row.Write(group.Name);
            Write(ref row, group.Counts);
            groups.End(in row);
        }
    }

    private void AddSources(StoredSpan span, SpanKey key)
    {
        RowBuffer sources = _buffers[ClickHouseTable.SpanSources];
        foreach (StoredSources kept in span.Sources)
        {
            foreach (SourceTraffic source in kept.Sources)
            {
                RowBinaryWriter row = Begin(sources, key);
                Write(ref row, kept.ServiceDirection);
                row.Write(source.Source);
                Write(ref row, source.Counts);
                row.Write((ulong)source.Destinations);
                row.Write(source.SynPackets);
                row.Write((ulong)Math.Max(0, source.First));
                row.Write((ulong)Math.Max(0, source.Last));
                row.Write(source.NextHop);
                sources.End(in row);
            }
        }
    }

    private void AddLedgers(StoredSpan span, SpanKey key)
    {
        Dictionary<int, ExporterIdentity> exporters = [];
        RowBuffer ledgers = _buffers[ClickHouseTable.SpanLedgers];
        RowBuffer drops = _buffers[ClickHouseTable.SpanDrops];
        foreach (ExporterLedger ledger in span.Ledgers)
        {
            exporters[ledger.ExporterIndex] = ledger.Exporter;
            RowBinaryWriter row = Begin(ledgers, key);
            Write(ref row, ledger.Exporter);
            foreach (long count in (ReadOnlySpan<long>)
                [ledger.Datagrams, ledger.Decoded, ledger.Records, ledger.OptionsRecords, ledger.Templates, ledger.SequenceLost, ledger.KernelDropped, ledger.Sampling ?? 0])
            {
                row.Write((ulong)count);
            }

            ledgers.End(in row);
            foreach ((string cause, long datagrams) in ledger.Dropped.Where(static drop => drop.Value != 0))
            {
                RowBinaryWriter drop = Begin(drops, key, RowBinaryWriter.MaxOctets(cause));
                Write(ref drop, ledger.Exporter);
                drop.Write(cause);
                drop.Write((ulong)datagrams);
                drops.End(in drop);
            }
        }

        RowBuffer scopes = _buffers[ClickHouseTable.SpanScopes];
        foreach (ScopeTotal total in span.Totals)
        {
            RowBinaryWriter row = Begin(scopes, key);
            Write(ref row, exporters.GetValueOrDefault(total.ExporterIndex));
            Write(ref row, total.ServiceDirection);
            row.Write(TrafficNames.Scope(total.Scope));
            Write(ref row, total.Counts);
            row.Write(total.UnknownSampling);
            scopes.End(in row);
        }
    }

    private static RowBinaryWriter Begin(RowBuffer buffer, SpanKey key, int more = 0)
    {
        RowBinaryWriter row = buffer.Begin(Room + RowBinaryWriter.MaxOctets(key.Sensor) + more);
        row.WriteDateTime(key.StoredMs);
        row.Write(key.Sensor);
        row.Write((byte)key.Kind);
        row.WriteDateTime(key.Start);
        row.Write(key.Part);
        return row;
    }

    private static void Write(ref RowBinaryWriter row, ServiceDirection service)
    {
        row.Write(service.Service);
        row.Write(TrafficNames.Direction(service.Direction));
    }

    private static void Write(ref RowBinaryWriter row, in TrafficCounts counts)
    {
        row.Write(counts.Flows);
        row.Write(counts.Packets);
        row.Write(counts.Octets);
        row.Write(counts.EstimatedPackets);
        row.Write(counts.EstimatedOctets);
    }

    private static void Write(ref RowBinaryWriter row, ExporterIdentity exporter)
    {
        row.Write(exporter.Address);
        row.Write((ushort)exporter.Version);
        row.Write(exporter.Domain);
    }

    private readonly record struct SpanKey(long StoredMs, string Sensor, SpanKind Kind, long Start, ulong Part);
}
