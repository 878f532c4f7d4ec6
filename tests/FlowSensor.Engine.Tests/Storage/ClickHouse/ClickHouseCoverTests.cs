using FlowSensor.Engine.Storage;
using FlowSensor.Engine.Storage.ClickHouse;

namespace FlowSensor.Engine.Tests.Storage.ClickHouse;

public sealed class ClickHouseCoverTests
{
    private const long Minute = 60_000;
    private const long Hour = 60 * Minute;

    [Fact]
    public void Of_WindowsAndAnHour_TakesTheHourAndTheWindowsAround()
    {
        ClickHouseCover cover = ClickHouseCover.Of([.. Windows("a", 0, 180), Span("a", SpanKind.Hour, 1)], 30 * Minute, 150 * Minute);

        Assert.Equal(
            "((sensor = 'a' AND kind = 0 AND start >= toDateTime(1800) AND start <= toDateTime(3540))"
            + " OR (sensor = 'a' AND kind = 0 AND start >= toDateTime(7200) AND start <= toDateTime(8940))"
            + " OR (sensor = 'a' AND kind = 1 AND start >= toDateTime(3600) AND start <= toDateTime(3600)))",
            cover.Condition);
        Assert.Equal((61, 30 * Minute, 150 * Minute), (cover.Count, cover.From, cover.To));
    }

    [Fact]
    public void Of_SensorsThatAreNotEquallyFar_ChoosesForEach()
    {
        ClickHouseCover cover = ClickHouseCover.Of([.. Windows("a", 0, 60), Span("a", SpanKind.Hour, 0), .. Windows("b's", 0, 60)], 0, Hour);

        Assert.Equal(
            "((sensor = 'a' AND kind = 1 AND start >= toDateTime(0) AND start <= toDateTime(0))"
            + @" OR (sensor = 'b\'s' AND kind = 0 AND start >= toDateTime(0) AND start <= toDateTime(3540)))",
            cover.Condition);
        Assert.Equal(61, cover.Count);
    }

    [Fact]
    public void Of_Nothing_IsTheRange()
    {
        ClickHouseCover cover = ClickHouseCover.Of([], 5, 10);

        Assert.Equal(new ClickHouseCover("", 0, 5, 10), cover);
    }

    private static IEnumerable<ClickHouseSpan> Windows(string sensor, int from, int to) =>
        Enumerable.Range(from, to - from).Select(minute => new ClickHouseSpan(sensor, SpanKind.Window, minute * Minute, (minute + 1) * Minute));

    private static ClickHouseSpan Span(string sensor, SpanKind kind, int hour) => new(sensor, kind, hour * Hour, (hour + 1) * Hour);
}
