using System.Text.Json;

namespace FlowSensor.Generator;

/// <summary>Writes a <see cref="TrafficTruth"/> as one JSON document, spelled as the sensor's own.</summary>
internal static class TruthFile
{
    public static void Write(string path, TrafficTruth truth, TrafficModel model)
    {
        using FileStream file = File.Create(path);
        using var json = new Utf8JsonWriter(file);
        json.WriteStartObject();
        json.WriteStartObject("totals");
        WriteCounters(json, truth.TotalFlows, truth.TotalPackets, truth.TotalOctets);
        json.WriteNumber("sources", truth.Services[ServiceTruth.All].Sources);
        json.WriteNumber("datagrams", truth.Exporters.Sum(e => e.Datagrams));
        json.WriteNumber("templates", truth.Exporters.Sum(e => e.Templates));
        json.WriteNumber("options_records", truth.Exporters.Sum(e => e.OptionsRecords));
        json.WriteNumber("omitted_datagrams", truth.Exporters.Sum(e => e.OmittedDatagrams));
        json.WriteNumber("sequence_lost", truth.Exporters.Sum(e => e.SequenceLost));
        json.WriteEndObject();
        json.WriteStartArray("exporters");
        foreach (ExporterTruth exporter in truth.Exporters)
        {
            WriteExporter(json, exporter);
        }

        json.WriteEndArray();
        json.WriteStartArray("services");
        foreach (ServiceTruth service in truth.Services.Where(s => s.Flows != 0))
        {
            json.WriteStartObject();
            json.WriteString("service", service.Service);
            json.WriteString("direction", service.Direction);
            WriteCounters(json, service.Flows, service.Packets, service.Octets);
            json.WriteNumber("sources", service.Sources);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("sources");
        for (int i = 0; i < truth.Flows.Length; i++)
        {
            if (truth.Flows[i] != 0)
            {
                json.WriteStartObject();
                json.WriteString("source", model.SourceAddress(i).ToString());
                WriteCounters(json, truth.Flows[i], truth.Packets[i], truth.Octets[i]);
                json.WriteNumber("smtp_request_flows", truth.SmtpFlows[i]);
                json.WriteEndObject();
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteExporter(Utf8JsonWriter json, ExporterTruth exporter)
    {
        json.WriteStartObject();
        json.WriteString("exporter", exporter.Exporter);
        json.WriteNumber("version", exporter.Version);
        json.WriteNumber("domain", exporter.Domain);
        json.WriteNumber("datagrams", exporter.Datagrams);
        json.WriteNumber("records", exporter.Records);
        json.WriteNumber("packets", exporter.Packets);
        json.WriteNumber("octets", exporter.Octets);
        json.WriteNumber("omitted_datagrams", exporter.OmittedDatagrams);
        json.WriteNumber("sequence_lost", exporter.SequenceLost);
        json.WriteEndObject();
    }

    private static void WriteCounters(Utf8JsonWriter json, long flows, long packets, long octets)
    {
        json.WriteNumber("flows", flows);
        json.WriteNumber("packets", packets);
        json.WriteNumber("octets", octets);
    }
}
