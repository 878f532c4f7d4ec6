using System.Globalization;

namespace FlowSensor.Engine.Configuration;

/// <summary>Times on the command line and in the API: RFC 3339, a date or a local date and time in the sensor's time zone, or back from now.</summary>
public static class TimeText
{
    private const int FirstYear = 1970;
    private const int LastYear = 9000;

    private static readonly string[] LocalForms = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd HH:mm:ss"];
    private static readonly string[] ZonedForms = ["yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    /// <summary>Reads a time.</summary>
    /// <param name="text">The text.</param>
    /// <param name="zone">Time zone of times without one.</param>
    /// <param name="clock">The clock that relative times count from.</param>
    /// <param name="time">Unix milliseconds.</param>
    /// <returns>False when the text is no time.</returns>
    public static bool TryRead(string text, TimeZoneInfo zone, TimeProvider clock, out long time)
    {
        DateTimeOffset now = clock.GetUtcNow();
        if (text == "now")
        {
            time = now.ToUnixTimeMilliseconds();
            return true;
        }

        if (text is "today" or "yesterday")
        {
            DateTime day = TimeZoneInfo.ConvertTime(now, zone).Date.AddDays(text == "today" ? 0 : -1);
            time = new DateTimeOffset(day, zone.GetUtcOffset(day)).ToUnixTimeMilliseconds();
            return true;
        }

        if (text.StartsWith('-') && DurationText.TryParse(text.AsSpan(1), out TimeSpan back) && back < now - DateTimeOffset.UnixEpoch)
        {
            time = (now - back).ToUnixTimeMilliseconds();
            return true;
        }

        if (DateTime.TryParseExact(text, LocalForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime local) && local.Year is >= FirstYear and <= LastYear)
        {
            time = new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUnixTimeMilliseconds();
            return true;
        }

        // What is before or long after every capture would only take calendars to their end.
        bool isZoned = DateTimeOffset.TryParseExact(text, ZonedForms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset zoned)
            && zoned.UtcDateTime.Year is >= FirstYear and <= LastYear;
        time = isZoned ? zoned.ToUnixTimeMilliseconds() : 0;
        return isZoned;
    }
}
