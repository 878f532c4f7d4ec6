using FlowSensor.Engine.Detection;
using FlowSensor.Engine.MailStatistics;

namespace FlowSensor.Engine.Tests.Detection;

public class BaselineTests
{
    private static readonly MailCalendar Calendar = new(TimeZoneInfo.Utc, [DayOfWeek.Saturday, DayOfWeek.Sunday], [new DateOnly(2026, 1, 28)]);

    private static HourOfWeek HourAt(int day, int hour) => HourOfWeek.Of(Calendar, DetectionRun.Monday + (((day * 24) + hour) * DetectionRun.Hour));

    // Office hours on weekdays, little else.
    private static double Ordinary(HourOfWeek hour) => hour.IsHoliday ? 20 : hour.Number % 24 is >= 8 and < 18 ? 1_000 : 100;

    private static Baseline Learned(int days, Func<int, int, double?>? unusual = null)
    {
        Baseline baseline = new();
        for (int day = 0; day < days; day++)
        {
            for (int hour = 0; hour < 24; hour++)
            {
                HourOfWeek at = HourAt(day, hour);
                baseline.Learn(at, unusual?.Invoke(day, hour) ?? Ordinary(at) * (1 + (0.1 * ((day + hour) % 3))));
            }
        }

        return baseline;
    }

    [Fact]
    public void TryLevel_BeforeADay_IsNotKnown()
    {
        Baseline baseline = new();
        for (int hour = 0; hour < 23; hour++)
        {
            baseline.Learn(HourAt(0, hour), 100);
        }

        Assert.False(baseline.TryLevel(HourAt(1, 0), 3, out _, out _));
        baseline.Learn(HourAt(0, 23), 100);
        Assert.True(baseline.TryLevel(HourAt(1, 0), 3, out _, out _));
    }

    [Theory]
    [InlineData(21, 10, 1_000)]
    [InlineData(21, 3, 100)]
    [InlineData(26, 10, 20)]
    [InlineData(27, 3, 20)]
    public void TryLevel_AfterThreeWeeks_KnowsTheHourOfTheWeek(int day, int hour, double expected)
    {
        Assert.True(Learned(21).TryLevel(HourAt(day, hour), 3, out double usual, out double limit));

        Assert.InRange(usual, expected * 0.95, expected * 1.25);
        Assert.InRange(limit, expected * 3, expected * 4);
    }

    // 28 January is a Wednesday and a holiday: judged as one, and no lesson for other Wednesdays.
    [Fact]
    public void TryLevel_Holiday_IsThatOfHolidays()
    {
        Baseline baseline = Learned(28);

        Assert.True(baseline.TryLevel(HourAt(23, 10), 3, out double usual, out _));
        Assert.InRange(usual, 15, 30);
        Assert.True(baseline.TryLevel(HourAt(30, 10), 3, out double wednesday, out _));
        Assert.InRange(wednesday, 950, 1_250);
    }

    [Fact]
    public void Learn_OneAttack_MovesTheLevelLittle()
    {
        Baseline baseline = Learned(28, static (day, hour) => day == 21 && hour == 10 ? 1_000_000 : null);

        Assert.True(baseline.TryLevel(HourAt(28, 10), 3, out double usual, out double limit));
        Assert.InRange(usual, 950, 2_000);
        Assert.True(limit < 10_000);
    }

    [Fact]
    public void Learn_NewHabit_IsUsualInTime()
    {
        Baseline baseline = Learned(28 * 4, static (day, hour) => day >= 28 ? 5_000 : null);

        Assert.True(baseline.TryLevel(HourAt(28 * 4, 10), 3, out double usual, out _));
        Assert.InRange(usual, 3_000, 5_500);
    }

    [Fact]
    public void Restore_WhatWasSaved_IsTheSame()
    {
        Baseline baseline = Learned(10);
        using MemoryStream octets = new();
        using (BinaryWriter writer = new(octets, System.Text.Encoding.UTF8, leaveOpen: true))
        {
            baseline.Save(writer);
        }

        octets.Position = 0;
        using BinaryReader reader = new(octets);
        Baseline restored = Baseline.Restore(reader);

        for (int hour = 0; hour < 168; hour++)
        {
            baseline.TryLevel(HourAt(hour / 24, hour % 24), 3, out double usual, out double limit);
            Assert.True(restored.TryLevel(HourAt(hour / 24, hour % 24), 3, out double again, out double limitAgain));
            Assert.Equal((usual, limit), (again, limitAgain));
        }
    }
}
