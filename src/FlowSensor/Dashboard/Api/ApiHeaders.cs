using System.Globalization;

namespace FlowSensor.Dashboard.Api;

/// <summary>Headers that tell what an array of rows speaks about.</summary>
internal static class ApiHeaders
{
    /// <summary>Start of the first stored span that was used.</summary>
    public const string From = "FlowSensor-From";

    /// <summary>End of the last.</summary>
    public const string To = "FlowSensor-To";

    /// <summary>Number of stored spans that were put together.</summary>
    public const string Spans = "FlowSensor-Spans";

    /// <summary>Rows in all pages.</summary>
    public const string Total = "FlowSensor-Total";

    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    /// <summary>A time as headers hold it.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);

    /// <summary>A time of a header.</summary>
    public static bool TryTime(string? text, out DateTimeOffset time) =>
        DateTimeOffset.TryParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time);
}
