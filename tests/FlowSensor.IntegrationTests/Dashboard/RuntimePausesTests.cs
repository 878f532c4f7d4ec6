using System.Diagnostics.Metrics;
using FlowSensor.Dashboard;

namespace FlowSensor.IntegrationTests.Dashboard;

public sealed class RuntimePausesTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public void Pause_Collection_IsRecordedInSeconds()
    {
        using MeterListener listener = new();
        List<double> pauses = [];
        listener.InstrumentPublished = static (instrument, listening) =>
        {
            if (instrument.Name == "flowsensor.runtime.pause")
            {
                listening.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<double>((_, seconds, _, _) =>
        {
            lock (pauses)
            {
                pauses.Add(seconds);
            }
        });
        listener.Start();
        using RuntimePauses measured = new();

        DateTime end = DateTime.UtcNow + Patience;
        while (Count() == 0 && DateTime.UtcNow < end)
        {
            GC.Collect();
            Thread.Sleep(20);
        }

        lock (pauses)
        {
            Assert.NotEmpty(pauses);
            Assert.All(pauses, static seconds => Assert.InRange(seconds, 1e-7, Patience.TotalSeconds));
            Assert.True(measured.Longest.TotalSeconds >= pauses.Max() - 1e-6);
        }

        int Count()
        {
            lock (pauses)
            {
                return pauses.Count;
            }
        }
    }

    [Fact]
    public void Boundaries_Increase_WithTheAskedTenMillisecondsAmongThem()
    {
        Assert.Equal(RuntimePauses.Boundaries.Order(), RuntimePauses.Boundaries);
        Assert.Contains(0.01, RuntimePauses.Boundaries);
    }
}
