using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace FlowSensor.Engine.Output.Influx;

/// <summary>What a server says of lines it refused.</summary>
/// <param name="IsPartial">True when the other lines were kept.</param>
/// <param name="Lines">Lines refused, as far as said.</param>
/// <param name="Reason">Why, in one line.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly partial record struct InfluxRefusal(bool IsPartial, int Lines, string Reason)
{
    private const int MostReason = 300;
    private const string Partial = "partial write";
    private const string Unparsable = "unable to parse '";

    /// <summary>
    /// Reads an answer. Version 1 says <c>{"error":"partial write: ... dropped=3"}</c>, version 2 the same under <c>message</c>, version 3 lists
    /// the lines: <c>{"error":"partial write of line protocol occurred","data":[{"error_message":...}]}</c>.
    /// </summary>
    /// <param name="body">The body of the answer; anything.</param>
    /// <param name="lines">Lines that were sent.</param>
    public static InfluxRefusal Read(string body, int lines)
    {
        string message = body;
        int listed = 0;
        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                message = Text(document.RootElement, "error") ?? Text(document.RootElement, "message") ?? body;
                if (document.RootElement.TryGetProperty("data", out JsonElement data) && data.ValueKind == JsonValueKind.Array && data.GetArrayLength() > 0)
                {
                    listed = data.GetArrayLength();
                    message += ": " + (data[0].ValueKind == JsonValueKind.Object ? Text(data[0], "error_message") : "");
                }
            }
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException or ArgumentException)
        {
            // Not JSON, or strings in it that are no text: a proxy, perhaps. The answer as it is says more than nothing.
        }

        bool isPartial = message.Contains(Partial, StringComparison.Ordinal);
        int dropped = Dropped().Match(message) is { Success: true } match && int.TryParse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out int said) ? said : 0;
        int refused = Math.Max(listed, dropped + (isPartial ? Count(message, Unparsable) : 0));
        return new InfluxRefusal(isPartial, isPartial ? Math.Clamp(refused, 1, lines) : lines, OneLine(message));
    }

    /// <summary>A text of a server as one short line.</summary>
    public static string OneLine(string text)
    {
        StringBuilder line = new();
        foreach (Rune rune in text.EnumerateRunes())
        {
            line.Append(Rune.IsControl(rune) ? new Rune(' ') : rune);
            if (line.Length >= MostReason)
            {
                return line.Append("...").ToString();
            }
        }

        return line.ToString().Trim();
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static int Count(string text, string part)
    {
        int count = 0;
        for (int at = text.IndexOf(part, StringComparison.Ordinal); at >= 0; at = text.IndexOf(part, at + part.Length, StringComparison.Ordinal))
        {
            count++;
        }

        return count;
    }

    [GeneratedRegex(@"\bdropped=([0-9]{1,9})")]
    private static partial Regex Dropped();
}
