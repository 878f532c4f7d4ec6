using System.Globalization;
using System.Text.RegularExpressions;

namespace FlowSensor.Engine.Abuse.Complaints;

/// <summary>
/// Finds times in text: ISO 8601, mail headers (RFC 5322), web server logs and syslog. Where no zone is written the configured
/// one is assumed, and said so; where no year is, the one that puts the time last before the message.
/// </summary>
/// <param name="zone">Zone of times without one.</param>
/// <param name="written">When the message was written, Unix milliseconds.</param>
internal sealed class TimeFinder(TimeZoneInfo zone, long written)
{
    private const string Months = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec";

    // Times far off are typing errors or lies: nothing before the protocol, nothing long after the message.
    private const long DayMs = 86_400_000;
    private static readonly long Earliest = new DateTimeOffset(1990, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

    private static readonly Regex Iso = Make(@"\b(?<y>\d{4})-(?<m>\d\d)-(?<d>\d\d)(?:T|\s+)(?<h>\d\d):(?<n>\d\d)(?::(?<s>\d\d))?(?:[.,]\d{1,9})?(?:\s?(?<z>Z|UTC|GMT|[+-]\d\d:?\d\d))?");
    private static readonly Regex Mail = Make($@"\b(?<d>\d\d?)[ /-](?<mon>{Months})[a-z]*[ /-](?<y>\d{{4}})[ :]+(?<h>\d\d?):(?<n>\d\d)(?::(?<s>\d\d))?(?:\s*(?<z>[+-]\d{{4}}|UT|UTC|GMT|Z|[ECMP][SD]T|JST|CET|CEST))?");
    private static readonly Regex Syslog = Make($@"\b(?<mon>{Months})\s+(?<d>\d\d?)\s+(?<h>\d\d):(?<n>\d\d):(?<s>\d\d)(?:\s+(?<y>\d{{4}}))?");

    /// <summary>Adds the times of a line to a list.</summary>
    public void Find(string line, List<FoundTime> found)
    {
        foreach (Regex form in (ReadOnlySpan<Regex>)[Iso, Mail, Syslog])
        {
            foreach (Match match in form.Matches(line))
            {
                if (Read(match) is FoundTime time && time.Time >= Earliest && time.Time <= written + DayMs)
                {
                    found.Add(time);
                }
            }
        }
    }

    /// <summary>The first time of a text; null when there is none.</summary>
    public FoundTime? First(string? text)
    {
        List<FoundTime> found = [];
        Find(text ?? "", found);
        return found.Count > 0 ? found[0] : null;
    }

    private static Regex Make(string pattern) =>
        new(pattern, RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private FoundTime? Read(Match match)
    {
        int month = match.Groups["m"].Success ? Number(match, "m") : MonthOf(match.Groups["mon"].Value);
        int day = Number(match, "d"), hour = Number(match, "h"), minute = Number(match, "n"), second = Number(match, "s");
        int year = match.Groups["y"].Success ? Number(match, "y") : 0;
        string offset = match.Groups["z"].Value;
        if (year > 0)
        {
            return At(year, month, day, hour, minute, second, offset);
        }

        int latest = DateTimeOffset.FromUnixTimeMilliseconds(written).Year;
        FoundTime? time = At(latest, month, day, hour, minute, second, offset);
        return time is FoundTime inYear && inYear.Time <= written + DayMs ? time : At(latest - 1, month, day, hour, minute, second, offset);
    }

    private FoundTime? At(int year, int month, int day, int hour, int minute, int second, string offset)
    {
        // The first year and the last cannot be told of with every offset.
        if (year is < 2 or > 9998 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 60)
        {
            return null;
        }

        DateTime local = new(year, month, day, hour, minute, Math.Min(second, 59), DateTimeKind.Unspecified);
        TimeSpan? written = OffsetOf(offset);
        TimeSpan used = written ?? zone.GetUtcOffset(local);
        return new FoundTime(new DateTimeOffset(local, used).ToUnixTimeMilliseconds(), written is null);
    }

    private static int Number(Match match, string group) =>
        match.Groups[group].Success ? int.Parse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) : 0;

    private static int MonthOf(string name) => (Months.IndexOf(name, StringComparison.OrdinalIgnoreCase) / 4) + 1;

    // Zones by name as RFC 5322 4.3 gives them, and a few that are written all the same.
    private static TimeSpan? OffsetOf(string text) => text.ToUpperInvariant() switch
    {
        "" => null,
        "Z" or "UT" or "UTC" or "GMT" => TimeSpan.Zero,
        "EST" => TimeSpan.FromHours(-5),
        "EDT" => TimeSpan.FromHours(-4),
        "CST" => TimeSpan.FromHours(-6),
        "CDT" => TimeSpan.FromHours(-5),
        "MST" => TimeSpan.FromHours(-7),
        "MDT" => TimeSpan.FromHours(-6),
        "PST" => TimeSpan.FromHours(-8),
        "PDT" => TimeSpan.FromHours(-7),
        "JST" => TimeSpan.FromHours(9),
        "CET" => TimeSpan.FromHours(1),
        "CEST" => TimeSpan.FromHours(2),
        _ => Numeric(text),
    };

    private static TimeSpan? Numeric(string text)
    {
        int hours = int.Parse(text.AsSpan(1, 2), NumberStyles.None, CultureInfo.InvariantCulture);
        int minutes = int.Parse(text.AsSpan(text.Length - 2), NumberStyles.None, CultureInfo.InvariantCulture);
        TimeSpan offset = new(hours, minutes, 0);
        return minutes > 59 || offset > TimeSpan.FromHours(14) ? null : text[0] == '-' ? -offset : offset;
    }
}
