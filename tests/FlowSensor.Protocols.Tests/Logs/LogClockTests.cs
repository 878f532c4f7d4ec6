using System.Globalization;
using FlowSensor.Protocols.Logs;

namespace FlowSensor.Protocols.Tests.Logs;

public class LogClockTests
{
    [Theory]
    [InlineData("file changed in January", "2027-01-02", "12-31 01-01 01-02", "2026-12-31 2027-01-01 2027-01-02")]
    [InlineData("quiet half a year", "2026-11-26", "02-01 11-20", "2026-02-01 2026-11-20")]
    [InlineData("a clock a day ahead", "2026-12-31", "12-31 01-01", "2026-12-31 2027-01-01")]
    [InlineData("two days ahead is last year", "2026-11-26", "11-28", "2025-11-28")]
    public void FromMonth_WithoutYear_IsNotAfterTheReference(string description, string reference, string stamps, string expected)
    {
        LogClock clock = new(TimeZoneInfo.Utc, year: null, At(reference).ToUnixTimeMilliseconds());

        string years = Years(clock, stamps);
        Assert.True(expected == years, $"{description}: {years}");
    }

    [Theory]
    [InlineData("years go on", "11-01 12-31 01-01 06-01 12-31 01-01", "2003-11-01 2003-12-31 2004-01-01 2004-06-01 2004-12-31 2005-01-01")]
    [InlineData("late line of last year", "12-31 01-01 12-31 01-01", "2003-12-31 2004-01-01 2003-12-31 2004-01-01")]
    [InlineData("clock set back a month", "04-13 03-13 04-13", "2003-04-13 2003-03-13 2003-04-13")]
    [InlineData("leap day", "12-31 02-29", "2003-12-31 2004-02-29")]
    public void FromMonth_WithYear_FollowsTheCourse(string description, string stamps, string expected)
    {
        LogClock clock = new(TimeZoneInfo.Utc, year: 2003, At("2026-11-26").ToUnixTimeMilliseconds());

        string years = Years(clock, stamps);
        Assert.True(expected == years, $"{description}: {years}");
    }

    [Fact]
    public void FromDate_InAZone_FollowsItsClocks()
    {
        TimeZoneInfo zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        LogClock clock = new(zone, year: null, At("2026-11-26").ToUnixTimeMilliseconds());

        Assert.Equal("2026-07-01T10:00", Text(clock.FromDate(2026, 7, 1, 720)));
        Assert.Equal("2026-01-01T11:00", Text(clock.FromDate(2026, 1, 1, 720)));
    }

    // On 25 October 2026 the hour from two to three comes twice in Berlin.
    [Fact]
    public void FromMonth_HourThatComesTwice_GoesOn()
    {
        LogClock clock = new(TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"), year: null, At("2026-11-26").ToUnixTimeMilliseconds());
        int[] minutes = [119, 120, 179, 120, 150, 179, 180];

        Assert.Equal(
            "2026-10-24T23:59 2026-10-25T00:00 2026-10-25T00:59 2026-10-25T01:00 2026-10-25T01:30 2026-10-25T01:59 2026-10-25T02:00",
            string.Join(' ', minutes.Select(minute => Text(clock.FromMonth(10, 25, minute)))));
    }

    private static string Years(LogClock clock, string stamps) => string.Join(' ', stamps.Split(' ')
        .Select(stamp => Text(clock.FromMonth(int.Parse(stamp[..2], CultureInfo.InvariantCulture), int.Parse(stamp[3..], CultureInfo.InvariantCulture), 0))[..10]));

    private static DateTimeOffset At(string date) => DateTimeOffset.Parse(date, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private static string Text(long time) => DateTimeOffset.FromUnixTimeMilliseconds(time).ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture);
}
