using System.Globalization;
using System.Text.Json;

namespace FlowSensor.Commands;

/// <summary>Lists of users and tokens as JSON.</summary>
internal static class AccessDocument
{
    /// <summary>Writes a list to standard output.</summary>
    /// <typeparam name="T">What it lists.</typeparam>
    public static void Write<T>(IEnumerable<T> items, Action<Utf8JsonWriter, T> write)
    {
        using Stream output = Console.OpenStandardOutput();
        using (Utf8JsonWriter document = new(output, new JsonWriterOptions { Indented = true }))
        {
            document.WriteStartArray();
            foreach (T item in items)
            {
                document.WriteStartObject();
                write(document, item);
                document.WriteEndObject();
            }

            document.WriteEndArray();
        }

        output.WriteByte((byte)'\n');
    }

    /// <summary>A time as programs read it.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>Writes a time, or null.</summary>
    public static void WriteTime(Utf8JsonWriter document, string name, DateTimeOffset? time)
    {
        if (time is DateTimeOffset known)
        {
            document.WriteString(name, Time(known));
        }
        else
        {
            document.WriteNull(name);
        }
    }
}
