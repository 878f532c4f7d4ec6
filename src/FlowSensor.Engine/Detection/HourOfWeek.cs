using FlowSensor.Engine.MailStatistics;

namespace FlowSensor.Engine.Detection;

/// <summary>An hour of the week by the local clock.</summary>
/// <param name="Number">0 to 167, from Sunday midnight.</param>
/// <param name="IsHoliday">True on weekend days and holidays.</param>
/// <param name="IsOrdinary">False on a holiday that is no weekend day: it is unlike its day of the week.</param>
internal readonly record struct HourOfWeek(int Number, bool IsHoliday, bool IsOrdinary)
{
    /// <summary>0 to 23 on weekdays, 24 to 47 on holidays.</summary>
    public int OfKind => (Number % 24) + (IsHoliday ? 24 : 0);

    /// <summary>The hour of an instant.</summary>
    public static HourOfWeek Of(MailCalendar calendar, long time)
    {
        DateOnly day = calendar.DayOf(time, out int sample);
        bool isHoliday = calendar.KindOf(day) == DayKind.Holiday;
        int number = ((int)day.DayOfWeek * 24) + Math.Min(23, sample / 6);
        return new HourOfWeek(number, isHoliday, !isHoliday || calendar.IsWeekend(day));
    }
}
