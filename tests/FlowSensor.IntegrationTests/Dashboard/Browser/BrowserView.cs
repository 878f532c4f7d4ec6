namespace FlowSensor.IntegrationTests.Dashboard.Browser;

/// <summary>How a browser looks at the dashboard.</summary>
/// <param name="Name">Part of the names of its pictures.</param>
/// <param name="Width">Width in CSS pixels.</param>
/// <param name="Height">Height in CSS pixels.</param>
/// <param name="IsDark">True for the dark theme.</param>
/// <param name="Language">What it prefers to read.</param>
internal sealed record BrowserView(string Name, int Width, int Height, bool IsDark, string Language = "en")
{
    public static BrowserView Light { get; } = new("light", 1360, 860, IsDark: false);

    public static BrowserView Dark { get; } = new("dark", 1360, 860, IsDark: true);

    public static BrowserView Phone { get; } = new("phone", 390, 844, IsDark: false);

    public static BrowserView Chinese { get; } = new("zh", 1360, 860, IsDark: false, "zh-TW");
}
