using FlowSensor.Engine.Detection;
using FlowSensor.Protocols.Tests.Pcap;

namespace FlowSensor.Engine.Tests.Detection;

/// <summary>A window is looked into each second: what that allocates for suspects that are known makes the collections of a running sensor.</summary>
public class OpenWindowAllocationTests
{
    private const long T = DetectionRun.Monday;
    private const int Suspects = 80;
    private const int Syn = 0x02;

    [Fact]
    public void OnOpenWindow_SuspectsThatAreKnown_AllocatesNothingForThem()
    {
        DetectionRun run = new();
        for (int target = 0; target < 60; target++)
        {
            for (int source = 0; source < Suspects; source++)
            {
                run.Tcp(T, $"203.0.113.{source}", $"192.0.2.{target}", 445, Syn, 1, 40);
            }
        }

        run.Tcp(T + 1_000, "203.0.113.1", "192.0.2.200", 445, Syn, 1, 40);
        int opened = run.Changes.Count;

        long second = 1;
        long allocated = AllocatedBytes.Of(() => run.Tcp(T + (++second * 1_000), "203.0.113.1", "192.0.2.200", 445, Syn, 1, 40));

        Assert.Equal(Suspects, opened);
        Assert.Equal(opened, run.Changes.Count);
        Assert.InRange(allocated, 1, 16 * Suspects);
    }

    [Theory]
    [InlineData(90, 40, 90, 50)]
    [InlineData(70, 40, 90, 50, 70)]
    public void OnWindow_SeverityRisesAndFalls_WordsAreThoseOfTheLastWindowThatWasNoBetterThanTheOneBefore(int expected, params int[] targets)
    {
        DetectionRun run = new();
        for (int minute = 0; minute < targets.Length; minute++)
        {
            for (int target = 0; target < targets[minute]; target++)
            {
                run.Tcp(T + (minute * DetectionRun.Minute), "203.0.113.1", $"192.0.2.{target}", 445, Syn, 1, 40);
            }

            run.Close(T + ((minute + 1) * DetectionRun.Minute));
        }

        Incident incident = Assert.Single(run.Detector.Open);
        Assert.Equal(targets.Length, incident.Windows);
        Assert.InRange(incident.Contributions[0].Value, expected - 5, expected + 5);
    }
}
