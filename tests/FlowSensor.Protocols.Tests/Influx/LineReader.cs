using System.Text;

namespace FlowSensor.Protocols.Tests.Influx;

/// <summary>Reads lines as InfluxDB's scanner does: a backslash takes the character after it along, quotes count only in values of fields.</summary>
internal sealed class LineReader
{
    private LineReader(string measurement, string time)
    {
        Measurement = measurement;
        Time = time;
    }

    public string Measurement { get; }

    public string Time { get; }

    public Dictionary<string, string> Tags { get; } = [];

    public Dictionary<string, string> Fields { get; } = [];

    /// <summary>What a text looks like once it was written and read: control characters and halves of characters have stand-ins.</summary>
    public static string Seen(string text)
    {
        StringBuilder seen = new();
        foreach (Rune rune in text.EnumerateRunes())
        {
            seen.Append(Rune.IsControl(rune) ? Rune.ReplacementChar : rune);
        }

        return seen.ToString();
    }

    public static IReadOnlyList<LineReader> ReadAll(ReadOnlySpan<byte> octets)
    {
        // Every newline ends a line, whatever stands around it: the hardest of the servers' readings.
        string[] lines = Encoding.UTF8.GetString(octets).Split('\n');
        Assert.Equal("", lines[^1]);
        return [.. lines[..^1].Select(Read)];
    }

    private static LineReader Read(string line)
    {
        Assert.False(line.StartsWith('#'));
        List<string> parts = Split(line, ' ', quotes: true);
        Assert.Equal(3, parts.Count);
        List<string> series = Split(parts[0], ',', quotes: false);
        LineReader read = new(series[0], parts[2]);
        foreach (string tag in series.Skip(1))
        {
            List<string> pair = Split(tag, '=', quotes: false);
            Assert.Equal(2, pair.Count);
            Assert.All(pair, static side => Assert.NotEmpty(side));
            read.Tags.Add(pair[0], pair[1]);
        }

        foreach (string field in Split(parts[1], ',', quotes: true))
        {
            int equals = field.IndexOf('=', StringComparison.Ordinal);
            string value = field[(equals + 1)..];
            read.Fields.Add(field[..equals], value.StartsWith('"') ? Unquote(value) : value);
        }

        return read;
    }

    private static List<string> Split(string text, char at, bool quotes)
    {
        List<string> parts = [];
        StringBuilder part = new();
        bool quoted = false;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && i + 1 < text.Length)
            {
                part.Append(text[i]).Append(text[++i]);
            }
            else if (text[i] == at && !quoted)
            {
                parts.Add(part.ToString());
                part.Clear();
            }
            else
            {
                // Quotes have no meaning in measurements and tags, that is before the first space.
                quoted ^= text[i] == '"' && quotes && (at != ' ' || parts.Count > 0);
                part.Append(text[i]);
            }
        }

        Assert.False(quoted);
        parts.Add(part.ToString());
        return parts;
    }

    private static string Unquote(string value)
    {
        Assert.True(value.Length >= 2 && value.EndsWith('"'));
        return value[1..^1].Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal);
    }
}
