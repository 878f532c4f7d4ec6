using FlowSensor.Engine.Logs.Rare;

namespace FlowSensor.Engine.Tests.Logs.Rare;

public sealed class TypeTimelineTests
{
    private const long HourMs = 3_600_000;

    [Fact]
    public void Add_MoreTimeThanSpans_DoublesThemAndKeepsTheSum()
    {
        TypeTimeline timeline = new();
        long start = 1_131_580_800_000;
        timeline.Begin(start + 1_000);
        for (int hour = 0; hour < 1_000; hour++)
        {
            timeline.Add(start + (hour * HourMs) + 5);
        }

        Assert.Equal(1_000, timeline.Counts.ToArray().Sum());
        Assert.Equal(32 * HourMs, timeline.SpanMs);
        Assert.Equal(0, timeline.StartMs % timeline.SpanMs);
        Assert.All(timeline.Counts[1..30].ToArray(), static count => Assert.Equal(32, count));
    }

    [Fact]
    public void Add_TimesBeforeTheStartAndFarAhead_AreCounted()
    {
        TypeTimeline timeline = new();
        timeline.Begin(0);
        timeline.Add(-5 * HourMs);
        timeline.Add(250_000_000_000_000);
        Assert.Equal(2, timeline.Counts.ToArray().Sum());
    }
}
