using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using FlowSensor.Engine.Reports;

namespace FlowSensor.Commands.Printing;

/// <summary>Prints one JSON document on standard output and ends the line.</summary>
internal static class JsonOutput
{
    /// <summary>Prints a document with the spelling of its type.</summary>
    /// <typeparam name="T">Type of the document.</typeparam>
    public static void Write<T>(T document, JsonTypeInfo<T> type) => Fill(output => ReportWriter.WriteJson(output, document, type));

    /// <summary>Prints a document that is written part by part.</summary>
    public static void Write(Action<Utf8JsonWriter> write) => Fill(output =>
    {
        using (Utf8JsonWriter json = new(output, new JsonWriterOptions { Indented = true }))
        {
            write(json);
        }

        output.WriteByte((byte)'\n');
    });

    /// <summary>Prints an array of objects.</summary>
    /// <typeparam name="T">What it lists.</typeparam>
    /// <param name="items">The items.</param>
    /// <param name="write">Writes the members of one.</param>
    public static void WriteObjects<T>(IEnumerable<T> items, Action<Utf8JsonWriter, T> write) => Write(json =>
    {
        json.WriteStartArray();
        foreach (T item in items)
        {
            json.WriteStartObject();
            write(json, item);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    /// <summary>Prints a document that writes itself to a stream, with the end of its line.</summary>
    public static void Fill(Action<Stream> write)
    {
        using Stream output = Console.OpenStandardOutput();
        write(output);
    }
}
