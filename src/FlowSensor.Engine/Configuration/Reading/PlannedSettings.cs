namespace FlowSensor.Engine.Configuration.Reading;

/// <summary>
/// Settings that are documented but that this version does not act on yet. They are refused with their own words, so that
/// nobody believes they work. A section leaves this list by itself: once its options class has the property, it is bound.
/// </summary>
internal static class PlannedSettings
{
    private static readonly HashSet<string> Paths =
    [
        "traffic.mail_window",
    ];

    /// <summary>The setting that stands for one which an options class has but the file does not.</summary>
    public static string? Elsewhere(string path) => path == "traffic.networks" ? "sensor.networks" : null;

    /// <summary>True when the setting is known but has no effect in this version.</summary>
    public static bool Contains(string path) => Paths.Contains(path);
}
