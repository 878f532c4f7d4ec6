using System.Globalization;
using System.Text.Json;

namespace FlowSensor.Engine.Reports.Replays;

/// <summary>
/// Writes a replay's document in the spelling of <see cref="ReportJsonContext"/>, by hand: preparing the serializer for it takes longer than
/// reading a few hundred thousand packets. A test compares both.
/// </summary>
internal static class ReplayReportJson
{
    /// <summary>Writes all parts of the document but those of an inspection, which come before <c>elapsed_s</c>.</summary>
    public static void Write(Utf8JsonWriter json, ReplayReport report, InspectionReport? inspection)
    {
        json.WriteStartObject();
        WriteInput(json, report.Input);
        if (report.Ledger is not null)
        {
            WriteLedger(json, report.Ledger);
        }

        if (report.Packets is not null)
        {
            WritePackets(json, report.Packets);
        }

        WriteAll(json, "exporters"u8, report.Exporters, WriteExporter);
        WriteTotals(json, report.Totals);
        WriteAll(json, "services"u8, report.Services, WriteService);
        WriteAll(json, "sources"u8, report.Sources, WriteSource);
        WriteAll(json, "groups"u8, report.Groups, WriteGroup);
        WriteAll(json, "buckets"u8, report.Buckets, WriteBucket);
        inspection?.WriteParts(json);
        json.WriteNumber("elapsed_s"u8, report.ElapsedS);
        json.WriteEndObject();
    }

    private static void WriteInput(Utf8JsonWriter json, InputReport input)
    {
        json.WriteStartObject("input"u8);
        json.WriteNumber("files"u8, input.Files);
        json.WriteNumber("packets"u8, input.Packets);
        json.WriteNumber("octets"u8, input.Octets);
        WriteTime(json, "first"u8, input.First);
        WriteTime(json, "last"u8, input.Last);
        json.WriteEndObject();
    }

    private static void WriteLedger(Utf8JsonWriter json, LedgerReport ledger)
    {
        json.WriteStartObject("ledger"u8);
        json.WriteNumber("datagrams"u8, ledger.Datagrams);
        json.WriteNumber("decoded"u8, ledger.Decoded);
        WriteDropped(json, ledger.Dropped);
        json.WriteNumber("records"u8, ledger.Records);
        json.WriteNumber("options_records"u8, ledger.OptionsRecords);
        json.WriteNumber("templates"u8, ledger.Templates);
        json.WriteNumber("sequence_lost"u8, ledger.SequenceLost);
        WriteNumber(json, "kernel_dropped"u8, ledger.KernelDropped);
        WriteNumber(json, "pending"u8, ledger.Pending);
        json.WriteEndObject();
    }

    private static void WritePackets(Utf8JsonWriter json, PacketLedgerReport packets)
    {
        json.WriteStartObject("packets"u8);
        json.WriteNumber("packets"u8, packets.Packets);
        json.WriteNumber("octets"u8, packets.Octets);
        json.WriteNumber("metered"u8, packets.Metered);
        json.WriteNumber("metered_octets"u8, packets.MeteredOctets);
        WriteDropped(json, packets.Dropped);
        json.WriteNumber("fragments"u8, packets.Fragments);
        json.WriteNumber("reassembled"u8, packets.Reassembled);
        json.WriteNumber("not_reassembled"u8, packets.NotReassembled);
        json.WriteNumber("truncated_transport"u8, packets.TruncatedTransport);
        json.WriteNumber("bad_transport"u8, packets.BadTransport);
        json.WriteNumber("records"u8, packets.Records);
        json.WriteNumber("emitted_early"u8, packets.EmittedEarly);
        json.WriteNumber("inspected"u8, packets.Inspected);
        json.WriteNumber("handshakes_pushed_out"u8, packets.HandshakesPushedOut);
        json.WriteEndObject();
    }

    private static void WriteExporter(Utf8JsonWriter json, ExporterReport exporter)
    {
        json.WriteString("exporter"u8, exporter.Exporter);
        json.WriteNumber("version"u8, exporter.Version);
        json.WriteNumber("domain"u8, exporter.Domain);
        json.WriteNumber("datagrams"u8, exporter.Datagrams);
        WriteNumber(json, "decoded"u8, exporter.Decoded);
        if (exporter.Dropped is not null)
        {
            WriteDropped(json, exporter.Dropped);
        }

        json.WriteNumber("records"u8, exporter.Records);
        json.WriteNumber("sequence_lost"u8, exporter.SequenceLost);
        if (exporter.Sampling is null)
        {
            json.WriteNull("sampling"u8);
        }

        WriteNumber(json, "sampling"u8, exporter.Sampling);
        WriteTime(json, "first"u8, exporter.First);
        WriteTime(json, "last"u8, exporter.Last);
    }

    private static void WriteTotals(Utf8JsonWriter json, TotalsReport totals)
    {
        json.WriteStartObject("totals"u8);
        json.WriteNumber("flows"u8, totals.Flows);
        json.WriteNumber("packets"u8, totals.Packets);
        json.WriteNumber("octets"u8, totals.Octets);
        json.WriteNumber("estimated_packets"u8, totals.EstimatedPackets);
        json.WriteNumber("estimated_octets"u8, totals.EstimatedOctets);
        json.WriteNumber("sources"u8, totals.Sources);
        if (totals.TableFull is ulong full)
        {
            json.WriteNumber("table_full"u8, full);
        }

        json.WriteEndObject();
    }

    private static void WriteService(Utf8JsonWriter json, ServiceReport service)
    {
        WriteKey(json, service.Service, service.Direction);
        WriteCounts(json, service.Flows, service.Packets, service.Octets);
        json.WriteNumber("sources"u8, service.Sources);
        WriteNumber(json, "pairs"u8, service.Pairs);
    }

    private static void WriteSource(Utf8JsonWriter json, SourceReport source)
    {
        WriteKey(json, source.Service, source.Direction);
        json.WriteString("source"u8, source.Source);
        WriteCounts(json, source.Flows, source.Packets, source.Octets);
        json.WriteNumber("destinations"u8, source.Destinations);
    }

    private static void WriteGroup(Utf8JsonWriter json, GroupReport group)
    {
        WriteKey(json, group.Service, group.Direction);
        json.WriteString("by"u8, group.By);
        json.WriteString("name"u8, group.Name);
        WriteCounts(json, group.Flows, group.Packets, group.Octets);
    }

    private static void WriteBucket(Utf8JsonWriter json, BucketReport bucket)
    {
        WriteKey(json, bucket.Service, bucket.Direction);
        json.WriteString("by"u8, bucket.By);
        json.WriteString("band"u8, bucket.Band);
        json.WriteNumber("keys"u8, bucket.Keys);
        WriteCounts(json, bucket.Flows, bucket.Packets, bucket.Octets);
        WriteRatio(json, "key_ratio"u8, bucket.KeyRatio);
        WriteRatio(json, "octet_ratio"u8, bucket.OctetRatio);
    }

    private static void WriteAll<T>(Utf8JsonWriter json, ReadOnlySpan<byte> name, IReadOnlyList<T>? rows, Action<Utf8JsonWriter, T> write)
        where T : class
    {
        if (rows is null)
        {
            return;
        }

        json.WriteStartArray(name);
        for (int index = 0; index < rows.Count; index++)
        {
            json.WriteStartObject();
            write(json, rows[index]);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteKey(Utf8JsonWriter json, string service, string direction)
    {
        json.WriteString("service"u8, service);
        json.WriteString("direction"u8, direction);
    }

    private static void WriteCounts(Utf8JsonWriter json, ulong flows, ulong packets, ulong octets)
    {
        json.WriteNumber("flows"u8, flows);
        json.WriteNumber("packets"u8, packets);
        json.WriteNumber("octets"u8, octets);
    }

    private static void WriteDropped(Utf8JsonWriter json, IReadOnlyDictionary<string, long> dropped)
    {
        json.WriteStartObject("dropped"u8);
        foreach ((string cause, long packets) in dropped)
        {
            json.WriteNumber(cause, packets);
        }

        json.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter json, ReadOnlySpan<byte> name, long? number)
    {
        if (number is long known)
        {
            json.WriteNumber(name, known);
        }
    }

    private static void WriteRatio(Utf8JsonWriter json, ReadOnlySpan<byte> name, double? ratio)
    {
        if (ratio is double known)
        {
            json.WriteNumber(name, known);
        }
    }

    private static void WriteTime(Utf8JsonWriter json, ReadOnlySpan<byte> name, DateTimeOffset? time)
    {
        if (time is DateTimeOffset known)
        {
            json.WriteString(name, known.UtcDateTime.ToString(UtcTimeConverter.Format, CultureInfo.InvariantCulture));
        }
    }
}
