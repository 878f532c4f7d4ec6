using System.Globalization;

namespace FlowSensor.Engine.Abuse.Reporting;

/// <summary>Times as reports write them: RFC 3339, in UTC and in the sensor's zone.</summary>
internal static class ReportTime
{
    /// <summary>In UTC, to the second.</summary>
    public static string Utc(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>In a zone, with its offset.</summary>
    public static string Local(DateTimeOffset time, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(time, zone).ToString("yyyy-MM-dd HH:mm:sszzz", CultureInfo.InvariantCulture);
}
