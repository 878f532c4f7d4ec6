using FlowSensor.Engine.Tests.Recordings;
using FlowSensor.Tests.Peers;

namespace FlowSensor.IntegrationTests.Peers;

/// <summary>The expected numbers of the recordings are what the daemons' logs beside them say.</summary>
public sealed class LabVerifyTests
{
    [PeerFact("bash", "python3", "zgrep", "awk")]
    public void Verify_EveryRecording_CountsAreThoseOfTheLogs()
    {
        string report = PeerProcess.Run("bash", Path.Combine(RecordedScenario.Root, "..", "tests", "lab", "verify"));
        string[] lines = report.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.All(lines, static line => Assert.StartsWith("same ", line, StringComparison.Ordinal));
        Assert.Equal(Directory.GetDirectories(RecordedScenario.Root).Length, lines.Length);
    }
}
