using System.Globalization;

namespace FlowSensor.Engine.Output.ClickHouse;

/// <summary>Version of a server, and what it can do.</summary>
/// <param name="Major">Year, such as 18.</param>
/// <param name="Minor">Number in the year.</param>
internal readonly record struct ClickHouseVersion(int Major, int Minor)
{
    /// <summary>
    /// Table TTL (19.6), column codecs (19.1, the delta ones 19.11) and LowCardinality (19.0) are all past their trial time from 20.3 on,
    /// the first version with long support that has them.
    /// </summary>
    public bool IsModern => Major > 20 || (Major == 20 && Minor >= 3);

    /// <summary>Reads the answer to <c>SELECT version()</c>, such as <c>18.16.1</c>; what cannot be read counts as the oldest.</summary>
    public static ClickHouseVersion Parse(string text)
    {
        string[] parts = text.Trim().Split('.');
        return parts.Length >= 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int major)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int minor)
            ? new ClickHouseVersion(major, minor)
            : default;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}");
}
