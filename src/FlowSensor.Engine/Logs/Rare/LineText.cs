using System.Text;

namespace FlowSensor.Engine.Logs.Rare;

/// <summary>Octets of a log made fit to be shown: at a terminal, in JSON, on a page.</summary>
internal static class LineText
{
    /// <summary>UTF-8 text; what is no text becomes U+FFFD, control and formatting characters become <c>?</c>.</summary>
    internal static string Show(ReadOnlySpan<byte> octets, int most)
    {
        bool isCut = octets.Length > most;
        string text = Encoding.UTF8.GetString(octets[..Math.Min(octets.Length, most)]);
        foreach (char character in text)
        {
            if (IsUnfit(character))
            {
                text = string.Create(text.Length, text, static (shown, source) =>
                {
                    for (int i = 0; i < shown.Length; i++)
                    {
                        shown[i] = IsUnfit(source[i]) ? '?' : source[i];
                    }
                });
                break;
            }
        }

        return isCut ? text + "..." : text;
    }

    private static bool IsUnfit(char character) =>
        char.GetUnicodeCategory(character) is System.Globalization.UnicodeCategory.Control
            or System.Globalization.UnicodeCategory.Format
            or System.Globalization.UnicodeCategory.LineSeparator
            or System.Globalization.UnicodeCategory.ParagraphSeparator;
}
