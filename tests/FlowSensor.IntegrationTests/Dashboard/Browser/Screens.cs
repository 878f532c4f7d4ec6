namespace FlowSensor.IntegrationTests.Dashboard.Browser;

/// <summary>Where pictures of pages are kept: the folder that <c>FLOWSENSOR_SCREENSHOTS</c> names, or one of the temporary ones.</summary>
internal static class Screens
{
    /// <summary>The folder.</summary>
    public static string Folder { get; } = Directory.CreateDirectory(
        Environment.GetEnvironmentVariable("FLOWSENSOR_SCREENSHOTS") is { Length: > 0 } named ? named : Path.Combine(Path.GetTempPath(), "flowsensor-screenshots")).FullName;
}
