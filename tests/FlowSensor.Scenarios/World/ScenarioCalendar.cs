namespace FlowSensor.Scenarios.World;

/// <summary>The days of a run, with their weekends and one holiday, and how busy each hour is.</summary>
internal sealed class ScenarioCalendar
{
    private const long DayMs = 86_400_000, HourMs = 3_600_000;

    // Shares of the busiest hour, by hour of the day.
    private static readonly double[] OfficeHours =
        [.08, .06, .05, .05, .06, .10, .18, .40, .78, .96, 1, .95, .70, .85, .98, .95, .88, .72, .48, .34, .28, .22, .16, .11];

    private static readonly double[] HomeHours =
        [.40, .24, .14, .10, .08, .08, .12, .22, .30, .34, .38, .42, .46, .46, .46, .50, .56, .66, .78, .90, 1, .98, .86, .62];

    private static readonly double[] WorldHours =
        [.62, .58, .55, .54, .56, .60, .66, .76, .88, .96, 1, 1, .98, .98, 1, .98, .94, .90, .86, .84, .82, .78, .72, .66];

    /// <summary>A calendar that starts on a Monday.</summary>
    /// <param name="days">Days of the run.</param>
    /// <param name="holiday">Number of the working day that is free, negative for none.</param>
    public ScenarioCalendar(int days, int holiday)
    {
        Days = days;
        HolidayNumber = holiday;
    }

    /// <summary>The first instant: Monday, 2 March 2026, Unix milliseconds.</summary>
    public static long Start => 1_772_409_600_000;

    /// <summary>Days of the run.</summary>
    public int Days { get; }

    /// <summary>Number of the free working day; negative for none.</summary>
    public int HolidayNumber { get; }

    /// <summary>The first instant behind the run.</summary>
    public long End => Start + (Days * DayMs);

    /// <summary>The holiday; null for none.</summary>
    public DateOnly? Holiday => HolidayNumber < 0 || HolidayNumber >= Days
        ? null
        : DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeMilliseconds(Start + (HolidayNumber * DayMs)).UtcDateTime);

    /// <summary>Whether a day is a weekend day or the holiday.</summary>
    public bool IsFree(long time)
    {
        int day = (int)((time - Start) / DayMs);
        return day % 7 >= 5 || day == HolidayNumber;
    }

    /// <summary>Share of the busiest hour of a working day.</summary>
    public double Activity(ActivityCurve curve, long time)
    {
        bool free = IsFree(time);
        return curve switch
        {
            ActivityCurve.Office => At(OfficeHours, time) * (free ? 0.22 : 1),
            ActivityCurve.Home => At(HomeHours, time) * (free ? 1.25 : 1),
            ActivityCurve.World => At(WorldHours, time) * (free ? 0.75 : 1),
            _ => 1,
        };
    }

    /// <summary>What <see cref="Activity"/> adds up to over the hours of a working day.</summary>
    public static double HoursOf(ActivityCurve curve) => curve switch
    {
        ActivityCurve.Office => OfficeHours.Sum(),
        ActivityCurve.Home => HomeHours.Sum(),
        ActivityCurve.World => WorldHours.Sum(),
        _ => 24,
    };

    private static double At(double[] hours, long time)
    {
        long inDay = (time - Start) % DayMs;
        int hour = (int)(inDay / HourMs);
        double part = (double)(inDay % HourMs) / HourMs;
        return (hours[hour] * (1 - part)) + (hours[(hour + 1) % 24] * part);
    }
}
