using System.Globalization;
using FlowSensor.Engine.Abuse.Complaints;

namespace FlowSensor.Engine.Tests.Abuse;

public sealed class TimeFinderTests
{
    private static readonly TimeZoneInfo Taipei = TimeZoneInfo.FindSystemTimeZoneById("Asia/Taipei");

    [Theory]
    [InlineData("2026-11-25T10:20:30Z", "2026-11-25T10:20:30", false)]
    [InlineData("2026-11-25 10:20:30.123 +0800", "2026-11-25T02:20:30", false)]
    [InlineData("2026-11-25T10:20:30+05:30", "2026-11-25T04:50:30", false)]
    [InlineData("2026-11-25 10:20", "2026-11-25T02:20:00", true)]
    [InlineData("Wed, 25 Nov 2026 10:20:30 -0500", "2026-11-25T15:20:30", false)]
    [InlineData("25 Nov 2026 10:20:30 PST", "2026-11-25T18:20:30", false)]
    [InlineData("[25/Nov/2026:10:20:30 +0000] GET", "2026-11-25T10:20:30", false)]
    [InlineData("Nov 25 10:20:30 mx postfix", "2026-11-25T02:20:30", true)]
    [InlineData("Dec 31 10:20:30 mx postfix", "2025-12-31T02:20:30", true)]
    [InlineData("2026-02-30 10:20:30Z, 25:61:00, 1900-01-01 00:00:00Z, 2100-01-01 00:00:00Z", "", false)]
    [InlineData("0001-01-01 01:02:29+0900, 9999-12-31 23:59:59-0900", "", false)]
    [InlineData("no time at all", "", false)]
    public void Find_Line_GivesTheTimeAndWhetherTheZoneIsWritten(string line, string expected, bool isZoneAssumed)
    {
        TimeFinder finder = new(Taipei, Mails.Now);
        List<FoundTime> found = [];

        finder.Find(line, found);

        string times = string.Join(' ', found.Select(static time => DateTimeOffset.FromUnixTimeMilliseconds(time.Time).ToString("s", CultureInfo.InvariantCulture)));
        Assert.Equal(expected, times);
        Assert.Equal(isZoneAssumed, found.Exists(static time => time.IsZoneAssumed));
    }
}
