using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;

namespace FlowSensor.Engine.Abuse.Reporting;

/// <summary>
/// Writes the evidence of a report as one zip file: the rows as CSV, the report in its forms, and a manifest with the SHA-256 of each.
/// Names, order and times in it depend on the data alone, so the same data give the same octets.
/// </summary>
public static class EvidenceBundle
{
    private static readonly DateTimeOffset Earliest = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The file.</summary>
    /// <param name="report">The report.</param>
    /// <param name="language">Language of the covering text.</param>
    public static byte[] Write(AbuseReport report, string language)
    {
        ArgumentNullException.ThrowIfNull(report);
        (string Name, byte[] Content)[] files =
        [
            ("flows.csv", EvidenceCsv.Flows(report)),
            .. report.Packets.Length > 0 ? [("packets.pcap", report.Packets)] : Array.Empty<(string, byte[])>(),
            ("report.html", ReportPage.Write(report, language)),
            ("report.json", ReportDocument.Write(report)),
            ("report.txt", System.Text.Encoding.UTF8.GetBytes(ReportTemplates.Fill(report, language))),
            ("windows.csv", EvidenceCsv.Windows(report)),
            // XARF has no word for traffic that breaks no rule.
            .. report.Incident.Kind == SourceReportQuery.Kind ? [] : ((string, byte[])[])[("xarf.json", XarfWriter.Write(report))],
        ];
        using MemoryStream output = new();
        using (ZipArchive zip = new(output, ZipArchiveMode.Create, leaveOpen: true))
        {
            // A zip file knows no time before 1980.
            DateTimeOffset time = report.Last < Earliest ? Earliest : report.Last.ToUniversalTime();
            Add(zip, "manifest.json", Manifest(report, files), time);
            foreach ((string name, byte[] content) in files)
            {
                Add(zip, name, content, time);
            }
        }

        return output.ToArray();
    }

    private static byte[] Manifest(AbuseReport report, (string Name, byte[] Content)[] files)
    {
        using MemoryStream output = new();
        using (Utf8JsonWriter json = new(output, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("report_id", report.ReportId.ToString());
            json.WriteString("incident", report.Incident.Id);
            json.WriteStartArray("files");
            foreach ((string name, byte[] content) in files)
            {
                json.WriteStartObject();
                json.WriteString("name", name);
                json.WriteNumber("size", content.Length);
                json.WriteString("sha256", Convert.ToHexStringLower(SHA256.HashData(content)));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return output.ToArray();
    }

    private static void Add(ZipArchive zip, string name, byte[] content, DateTimeOffset time)
    {
        ZipArchiveEntry entry = zip.CreateEntry(name, CompressionLevel.SmallestSize);
        entry.LastWriteTime = time;
        using Stream stream = entry.Open();
        stream.Write(content);
    }
}
