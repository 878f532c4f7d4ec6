using System.Globalization;

namespace FlowSensor.Engine.Detection;

/// <summary>Puts features into sentences.</summary>
internal static class Words
{
    /// <summary>A contribution with a sentence in invariant spelling.</summary>
    public static Contribution Of(string feature, double value, int points, FormattableString words) =>
        new(feature, Math.Round(value, 4), points, words.ToString(CultureInfo.InvariantCulture));

    /// <summary>A number with separators.</summary>
    public static string Count(double value) => Math.Round(value).ToString("#,##0", CultureInfo.InvariantCulture);

    /// <summary>A part as percents.</summary>
    public static string Percent(double part) => (part * 100).ToString("0", CultureInfo.InvariantCulture) + " %";

    /// <summary>What stands in the place of many incidents.</summary>
    public static Contribution Summary(long sources) =>
        Of("sources", sources, 80, $"{Count(sources)} further sources over the threshold in one window, not listed one by one");
}
