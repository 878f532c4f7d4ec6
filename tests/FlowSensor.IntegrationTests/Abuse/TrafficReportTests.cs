using System.IO.Compression;
using System.Text.Json;
using FlowSensor.IntegrationTests.Commands;
using FlowSensor.IntegrationTests.Packets;
using FlowSensor.IntegrationTests.Peers;

namespace FlowSensor.IntegrationTests.Abuse;

/// <summary>A report of a host that no incident accuses: its traffic as it is stored, and no accusation.</summary>
public sealed class TrafficReportTests : IDisposable
{
    // The resolver of the quick start capture: busy, and as it should be.
    private const string Host = "192.0.2.53";

    private readonly TemporaryFolder _folder = new();

    public TrafficReportTests() => Assert.Equal(0, Sensor.Run(_folder.Path, "replay", RecordedScenario.CaptureOf("quickstart"), "--store", "store").ExitCode);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Report_SourceWithoutIncident_CountsOfTop()
    {
        using JsonDocument top = JsonDocument.Parse(Run("top", "--service", "all", "--json").Output);
        JsonElement counted = top.RootElement.EnumerateArray().First(static row => row.GetProperty("source").GetString() == Host);

        using JsonDocument report = JsonDocument.Parse(Run("report", "--source", Host, "--format", "json").Output);

        JsonElement root = report.RootElement;
        Assert.Equal("traffic", root.GetProperty("kind").GetString());
        foreach (string name in (string[])["flows", "packets", "octets"])
        {
            Assert.Equal(counted.GetProperty(name).GetInt64(), root.GetProperty(name).GetInt64());
        }

        Assert.Contains("no rule of ours calls it abnormal", Run("report", "--source", Host).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--format", "xarf")]
    [InlineData("--format", "arf")]
    [InlineData("--format", "iodef")]
    [InlineData("--format", "intelmq")]
    [InlineData("--send")]
    public void Report_SourceWithoutIncident_AccusesNobody(params string[] form)
    {
        SensorResult result = Run(["report", "--source", Host, .. form]);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains($"There is no incident of {Host} at that time", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Report_SourceWithoutIncident_SameBundleAgain()
    {
        Assert.Equal(0, Run("report", "--source", Host, "--format", "bundle", "--out", "a.zip").ExitCode);
        Assert.Equal(0, Run("report", "--source", Host, "--format", "bundle", "--out", "b.zip").ExitCode);

        Assert.Equal(File.ReadAllBytes(_folder.File("a.zip")), File.ReadAllBytes(_folder.File("b.zip")));
        using ZipArchive bundle = ZipFile.OpenRead(_folder.File("a.zip"));
        Assert.Equal(["flows.csv", "manifest.json", "report.html", "report.json", "report.txt", "windows.csv"], bundle.Entries.Select(static entry => entry.Name).Order());
    }

    [Fact]
    public void Report_SourceThatWasNotSeen_SaysSo() =>
        Assert.Contains("neither an incident nor traffic", Run("report", "--source", "203.0.113.99").Error, StringComparison.Ordinal);

    private SensorResult Run(params string[] arguments) => Sensor.Run(_folder.Path, [.. arguments, "--store", "store"]);
}
