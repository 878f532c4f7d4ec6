using System.Globalization;

namespace FlowSensor.Engine.Configuration;

/// <summary>Lengths of time as written in the configuration and on the command line: <c>500ms</c>, <c>60s</c>, <c>15m</c>, <c>1h30m</c>, <c>90d</c>, <c>2w</c>.</summary>
public static class DurationText
{
    private static readonly (string Unit, long Milliseconds)[] Units =
        [("ms", 1), ("s", 1_000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000), ("w", 7 * 86_400_000L)];

    /// <summary>Parses one or more numbers with units, larger units first or not.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out TimeSpan duration)
    {
        duration = default;
        text = text.Trim();
        long milliseconds = 0;
        if (text.IsEmpty)
        {
            return false;
        }

        while (!text.IsEmpty)
        {
            int digits = text.IndexOfAnyExceptInRange('0', '9');
            if (digits <= 0 || digits > 12)
            {
                return false;
            }

            int end = text[digits..].IndexOfAnyInRange('0', '9');
            ReadOnlySpan<char> unit = (end < 0 ? text[digits..] : text.Slice(digits, end)).Trim();
            long factor = FactorOf(unit);
            long number = long.Parse(text[..digits], NumberStyles.None, CultureInfo.InvariantCulture);
            if (factor == 0 || number > (TimeSpan.MaxValue.Ticks / TimeSpan.TicksPerMillisecond - milliseconds) / factor)
            {
                return false;
            }

            milliseconds += number * factor;
            text = end < 0 ? [] : text[(digits + end)..];
        }

        duration = TimeSpan.FromMilliseconds(milliseconds);
        return true;
    }

    /// <summary>The duration with the largest unit that divides it.</summary>
    public static string Format(TimeSpan duration)
    {
        long milliseconds = (long)duration.TotalMilliseconds;
        for (int i = Units.Length - 2; i > 0; i--)
        {
            (string unit, long factor) = Units[i];
            if (milliseconds != 0 && milliseconds % factor == 0)
            {
                return string.Create(CultureInfo.InvariantCulture, $"{milliseconds / factor}{unit}");
            }
        }

        return string.Create(CultureInfo.InvariantCulture, $"{milliseconds}ms");
    }

    private static long FactorOf(ReadOnlySpan<char> unit)
    {
        foreach ((string name, long factor) in Units)
        {
            if (unit.SequenceEqual(name))
            {
                return factor;
            }
        }

        return 0;
    }
}
