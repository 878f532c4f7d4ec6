using FlowSensor.Engine.Detection;
using FlowSensor.Engine.Storage.Incidents;
using FlowSensor.Engine.Tests.Detection;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Tests.Storage;

/// <summary>Of whom evidence is kept when there are more suspects than places.</summary>
public sealed class EvidenceRecorderTests
{
    private const long T = DetectionRun.Monday;
    private const long Minute = DetectionRun.Minute;
    private const string First = "203.0.113.9";
    private const string Second = "203.0.113.10";

    [Fact]
    public void Follow_PlaceThatBecomesFree_GoesToTheNextSuspectAtOnce()
    {
        DetectionRun run = new();
        EvidenceRecorder recorder = new(new EvidenceOptions { Sources = 1 }, run.Detector, static _ => { });
        IpAddress first = IpAddress.Parse(First);
        IpAddress second = IpAddress.Parse(Second);
        bool isFree = false;
        for (int minute = 0; minute < 120 && !isFree; minute++)
        {
            long time = T + (minute * Minute);
            run.Tcp(time, "198.51.100.1", "192.0.2.80", 80);
            run.Echo(time, minute == 0 ? First : Second, "192.0.2.80", 300);
            run.Close(time + Minute);
            recorder.EndWindow(time, time + Minute);
            recorder.Follow();
            isFree = minute > 0 && run.Detector.Suspects.All(track => track.Key.Source != first);

            Assert.Equal((!isFree, isFree), (recorder.Keeps(first), recorder.Keeps(second)));
        }

        Assert.True(isFree);
    }
}
