using System.Text.Json;

namespace FlowSensor.IntegrationTests.Packets;

/// <summary>A folder of <c>captures/</c>: a capture, and what the daemons' own logs say of it.</summary>
internal sealed class RecordedScenario
{
    public RecordedScenario(string name)
    {
        Capture = CaptureOf(name);
        Expected = JsonElement.Parse(File.ReadAllText(Path.Combine(Path.GetDirectoryName(Capture)!, "expected.json")));
    }

    /// <summary>The packets.</summary>
    public string Capture { get; }

    /// <summary>The truth.</summary>
    public JsonElement Expected { get; }

    /// <summary>The packets or exports of a scenario.</summary>
    public static string CaptureOf(string name) => Path.Combine(Root(), "captures", name, "input.pcap.gz");

    /// <summary>A number of the truth; 0 where the scenario has none.</summary>
    public long Truth(string part, string name) =>
        Expected.TryGetProperty(part, out JsonElement section) && section.TryGetProperty(name, out JsonElement number) ? number.GetInt64() : 0;

    private static string Root()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !Directory.Exists(Path.Combine(folder.FullName, "captures")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException("captures is in no folder above the tests.");
    }
}
