using FlowSensor.Protocols.Flows;

namespace FlowSensor.Protocols.Tests.Flows;

public sealed class SequenceTrackerTests
{
    [Theory]
    [InlineData("in order", new uint[] { 0, 1, 2, 3 }, 1, 0)]
    [InlineData("one missing", new uint[] { 0, 2, 3 }, 1, 1)]
    [InlineData("reordered", new uint[] { 0, 2, 1, 3 }, 1, 0)]
    [InlineData("two gaps, one filled", new uint[] { 0, 3, 6, 4, 5, 7 }, 1, 2)]
    [InlineData("a long gap filled backwards", new uint[] { 0, 5, 4, 3, 2, 1, 6 }, 1, 0)]
    [InlineData("first one late", new uint[] { 1, 0, 2, 3 }, 1, 0)]
    [InlineData("repeated", new uint[] { 0, 1, 1, 2 }, 1, 0)]
    [InlineData("numbers wrap", new uint[] { uint.MaxValue - 1, uint.MaxValue, 1 }, 1, 1)]
    [InlineData("thirty flows each", new uint[] { 0, 30, 90, 120 }, 30, 30)]
    [InlineData("started over from zero", new uint[] { 5_000_000, 5_000_001, 0, 1, 2 }, 1, 0)]
    [InlineData("started over from zero early", new uint[] { 500, 501, 502, 0, 1, 2, 3, 4, 6 }, 1, 1)]
    public void Observe_Sequence_Lost(string what, uint[] sequence, int units, long lost)
    {
        var tracker = default(SequenceTracker);
        foreach (uint number in sequence)
        {
            tracker.Observe(number, (uint)units);
        }

        Assert.True(tracker.Lost == lost, $"{what}: {tracker.Lost}");
    }

    [Fact]
    public void Observe_UptimeFell_Restart()
    {
        var tracker = default(SequenceTracker);
        tracker.Observe(1000, 1);
        Assert.Equal(SequenceOrder.Restart, tracker.Observe(0, 1, rebooted: true));
        Assert.Equal(SequenceOrder.Next, tracker.Observe(1, 1));
        Assert.Equal((0L, 1), (tracker.Lost, tracker.Restarts));
    }
}
