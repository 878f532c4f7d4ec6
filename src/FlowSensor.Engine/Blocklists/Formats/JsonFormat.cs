using System.Text.Json;

namespace FlowSensor.Engine.Blocklists.Formats;

/// <summary>One document with everything that is known of the entries, for programs.</summary>
internal sealed class JsonFormat : IBlocklistFormat
{
    /// <inheritdoc/>
    public string Name => "json";

    /// <inheritdoc/>
    public bool TakesIPv6 => true;

    /// <inheritdoc/>
    public void Write(TextWriter output, Blocklist list, IReadOnlyList<BlockEntry> gone)
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter json = new(buffer, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("made", FormatHeading.Time(list.Made));
            json.WriteStartArray("entries");
            foreach (BlockEntry entry in list.Entries)
            {
                Write(json, entry);
            }

            json.WriteEndArray();
            json.WriteStartArray("gone");
            foreach (BlockEntry entry in gone)
            {
                json.WriteStringValue(entry.Network.ToString());
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        output.Write(System.Text.Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length));
        output.Write('\n');
    }

    private static void Write(Utf8JsonWriter json, BlockEntry entry)
    {
        json.WriteStartObject();
        json.WriteString("network", entry.Network.ToString());
        json.WriteString("reason", entry.Reason);
        json.WriteString("expires", FormatHeading.Time(entry.Expires));
        json.WriteStartArray("incidents");
        foreach (string incident in entry.Incidents)
        {
            json.WriteStringValue(incident);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
