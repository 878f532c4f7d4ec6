using System.Globalization;
using System.Text;

namespace FlowSensor.Engine.ClickHouse;

/// <summary>Values as text in statements, and rows of <c>TabSeparated</c> answers.</summary>
internal static class ClickHouseText
{
    /// <summary>A text as a literal: quotes and backslashes cannot end it, control characters cannot hide in it.</summary>
    public static string Quote(string text)
    {
        StringBuilder quoted = new(text.Length + 2);
        quoted.Append('\'');
        foreach (char letter in text)
        {
            switch (letter)
            {
                case '\'' or '\\':
                    quoted.Append('\\').Append(letter);
                    break;
                case < ' ' or '\x7f':
                    quoted.Append("\\x").Append(((int)letter).ToString("X2", CultureInfo.InvariantCulture));
                    break;
                default:
                    quoted.Append(letter);
                    break;
            }
        }

        return quoted.Append('\'').ToString();
    }

    /// <summary>A moment of whole seconds as a literal.</summary>
    public static string Time(long unixSeconds) => string.Create(CultureInfo.InvariantCulture, $"toDateTime({Math.Clamp(unixSeconds, 0, uint.MaxValue)})");

    /// <summary>The fields of a row; tabs, line ends and backslashes in them are escaped by the server.</summary>
    public static string[] Fields(string line)
    {
        string[] fields = line.Split('\t');
        for (int i = 0; i < fields.Length; i++)
        {
            fields[i] = Unescape(fields[i]);
        }

        return fields;
    }

    private static string Unescape(string field)
    {
        if (!field.Contains('\\', StringComparison.Ordinal))
        {
            return field;
        }

        StringBuilder text = new(field.Length);
        for (int i = 0; i < field.Length; i++)
        {
            if (field[i] != '\\' || i + 1 == field.Length)
            {
                text.Append(field[i]);
                continue;
            }

            i++;
            text.Append(field[i] switch
            {
                't' => '\t',
                'n' => '\n',
                'r' => '\r',
                'b' => '\b',
                'f' => '\f',
                '0' => '\0',
                char other => other,
            });
        }

        return text.ToString();
    }
}
