namespace FlowSensor.Engine.MailStatistics;

/// <summary>Local days, their ten-minute samples and their kind. Remembers the day asked last, as events come by the day.</summary>
internal sealed class MailCalendar
{
    /// <summary>Length of a sample in milliseconds.</summary>
    public const long SampleMs = 600_000;

    /// <summary>Samples of the longest day: 25 hours, when clocks are set back.</summary>
    public const int MaxSamples = 150;

    private readonly TimeZoneInfo _zone;
    private readonly HashSet<DayOfWeek> _weekend;
    private readonly HashSet<DateOnly> _holidays;
    private DateOnly _day;
    private long _dayStart;
    private long _dayEnd;

    public MailCalendar(TimeZoneInfo zone, IEnumerable<DayOfWeek> weekend, IEnumerable<DateOnly> holidays)
    {
        _zone = zone;
        _weekend = [.. weekend];
        _holidays = [.. holidays];
    }

    /// <summary>UTC, Saturday and Sunday, no holidays.</summary>
    public static MailCalendar Default => new(TimeZoneInfo.Utc, [DayOfWeek.Saturday, DayOfWeek.Sunday], []);

    public DayKind KindOf(DateOnly day) =>
        _weekend.Contains(day.DayOfWeek) || _holidays.Contains(day) ? DayKind.Holiday : DayKind.Weekday;

    /// <summary>True for a weekend day, holiday or not.</summary>
    public bool IsWeekend(DateOnly day) => _weekend.Contains(day.DayOfWeek);

    /// <summary>The local day of an instant and its sample in that day.</summary>
    public DateOnly DayOf(long timeMs, out int sample)
    {
        if (timeMs < _dayStart || timeMs >= _dayEnd)
        {
            long bounded = Math.Clamp(timeMs, -62_000_000_000_000, 253_000_000_000_000);
            DateTimeOffset local = TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeMilliseconds(bounded), _zone);
            _day = DateOnly.FromDateTime(local.DateTime);
            _dayStart = StartOf(_day);
            _dayEnd = StartOf(_day.AddDays(1));
            timeMs = bounded;
        }

        sample = (int)Math.Clamp((timeMs - _dayStart) / SampleMs, 0, MaxSamples - 1);
        return _day;
    }

    /// <summary>Unix milliseconds of a local day's first instant.</summary>
    public long StartOf(DateOnly day)
    {
        DateTime midnight = day.ToDateTime(TimeOnly.MinValue);

        // Where clocks are set forward at midnight the day starts an hour later.
        while (_zone.IsInvalidTime(midnight))
        {
            midnight = midnight.AddMinutes(30);
        }

        return new DateTimeOffset(midnight, _zone.GetUtcOffset(midnight)).ToUnixTimeMilliseconds();
    }

    /// <summary>Samples of a local day: 144, or six more or fewer when clocks change.</summary>
    public int SamplesOf(DateOnly day) => (int)Math.Clamp((StartOf(day.AddDays(1)) - StartOf(day)) / SampleMs, 1, MaxSamples);

    /// <summary>Wall clock time of the start of a sample.</summary>
    public TimeOnly TimeOf(DateOnly day, int sample) => TimeOnly.FromDateTime(
        TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeMilliseconds(StartOf(day) + (sample * SampleMs)), _zone).DateTime);
}
