using System.Globalization;
using System.Text.Json;

namespace FlowSensor.Commands.Access;

/// <summary>Times in lists of users and tokens, as programs read them.</summary>
internal static class AccessDocument
{
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
