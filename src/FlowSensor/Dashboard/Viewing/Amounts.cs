using System.Globalization;

namespace FlowSensor.Dashboard.Viewing;

/// <summary>Numbers as people read them.</summary>
internal static class Amounts
{
    private static readonly string[] Steps = ["", " k", " M", " G", " T", " P"];

    /// <summary>A count, whole.</summary>
    public static string Count(double value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A number in three digits and a step of thousands.</summary>
    public static string Short(double value)
    {
        int step = 0;
        while (Math.Abs(value) >= 1000 && step < Steps.Length - 1)
        {
            value /= 1000;
            step++;
        }

        if (value != 0 && Math.Abs(value) < 0.01)
        {
            return value.ToString("G2", CultureInfo.InvariantCulture);
        }

        string form = step == 0 && value == Math.Floor(value) ? "0" : Math.Abs(value) >= 100 ? "0" : Math.Abs(value) >= 10 ? "0.#" : "0.##";
        return value.ToString(form, CultureInfo.InvariantCulture) + Steps[step];
    }

    /// <summary>Octets, as bytes.</summary>
    public static string Octets(double value) => Math.Abs(value) < 1000 ? Short(value) + " B" : Short(value) + "B";

    /// <summary>Octets a second, as bits a second, as lines are measured.</summary>
    public static string Bits(double octets) => Math.Abs(octets * 8) < 1000 ? Short(octets * 8) + " bit/s" : Short(octets * 8) + "bit/s";

    /// <summary>Something a second.</summary>
    public static string Rate(double value) => Short(value) + "/s";

    /// <summary>A part of a whole, in percent.</summary>
    public static string Percent(double ratio) => (ratio * 100).ToString(ratio is > 0 and < 0.1 ? "0.##" : "0.#", CultureInfo.InvariantCulture) + " %";

    /// <summary>A duration in its two largest units.</summary>
    public static string Duration(TimeSpan length) =>
        length.TotalDays >= 2 ? string.Create(CultureInfo.InvariantCulture, $"{(int)length.TotalDays} d {length.Hours} h")
        : length.TotalHours >= 1 ? string.Create(CultureInfo.InvariantCulture, $"{(int)length.TotalHours} h {length.Minutes} min")
        : length.TotalMinutes >= 1 ? string.Create(CultureInfo.InvariantCulture, $"{(int)length.TotalMinutes} min {length.Seconds} s")
        : string.Create(CultureInfo.InvariantCulture, $"{length.TotalSeconds:0.#} s");
}
