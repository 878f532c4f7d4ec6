using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using FlowSensor.Engine.Reports.Replays;

namespace FlowSensor.Engine.Reports;

/// <summary>Writes reports as JSON documents.</summary>
public static class ReportWriter
{
    /// <summary>Writes one document and ends the line.</summary>
    /// <typeparam name="T">Type of the report.</typeparam>
    /// <param name="destination">Where to; left open.</param>
    /// <param name="report">The report.</param>
    /// <param name="type">Its spelling, from <see cref="ReportJsonContext"/>.</param>
    public static void WriteJson<T>(Stream destination, T report, JsonTypeInfo<T> type)
    {
        JsonSerializer.Serialize(destination, report, type);
        destination.WriteByte((byte)'\n');
        destination.Flush();
    }

    /// <summary>Writes the document of a replay, with what was read out of its packets before <c>elapsed_s</c>.</summary>
    /// <param name="destination">Where to; left open.</param>
    /// <param name="report">The report.</param>
    /// <param name="inspection">What was read out of packets; null where there were none.</param>
    public static void WriteReplay(Stream destination, ReplayReport report, InspectionReport? inspection)
    {
        using (Utf8JsonWriter json = new(destination, new JsonWriterOptions { Indented = true }))
        {
            ReplayReportJson.Write(json, report, inspection);
        }

        destination.WriteByte((byte)'\n');
        destination.Flush();
    }
}
