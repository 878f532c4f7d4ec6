namespace FlowSensor.Protocols.Logs;

/// <summary>
/// Turns stamps without year or zone into instants. Without a year given, a stamp means the latest year in which it is not more than a
/// day after the reference (a file's last change, or now). With a year given, that is the first line's, and stamps that fall back by more
/// than half a year begin the next one, so that a set of files may span years.
/// </summary>
public sealed class LogClock
{
    private const long DayMs = 86_400_000;
    private const long HalfYearMs = 183 * DayMs;
    private const long LateMs = 330 * DayMs;

    // 29 February exists every four years, but not in 1900 or 2100.
    private const int MostYearsBack = 8;

    private readonly TimeZoneInfo _zone;
    private readonly int _firstYear;
    private int _year;
    private long _last = long.MinValue;

    /// <summary>Makes a clock.</summary>
    /// <param name="zone">Zone of stamps that name none.</param>
    /// <param name="year">Year of the first stamp without one; null to infer it.</param>
    /// <param name="referenceMs">Instant, Unix milliseconds, after which nothing was logged.</param>
    public LogClock(TimeZoneInfo zone, int? year, long referenceMs)
    {
        ArgumentNullException.ThrowIfNull(zone);
        _zone = zone;
        _firstYear = _year = Math.Clamp(year ?? 0, 0, 9_998);
        ReferenceMs = referenceMs;
    }

    /// <summary>Instant, Unix milliseconds, after which nothing was logged: set anew with each file, and now and then when following one.</summary>
    public long ReferenceMs { get; set; }

    /// <summary>The instant a stamp without a year stands for, or <see cref="LogHeader.UnknownTime"/> when there is no such date.</summary>
    /// <param name="month">1 to 12.</param>
    /// <param name="day">1 to 31.</param>
    /// <param name="minute">Minute of the day.</param>
    public long FromMonth(int month, int day, int minute)
    {
        if (month is < 1 or > 12 || day < 1)
        {
            return LogHeader.UnknownTime;
        }

        long time = _firstYear == 0 ? FromReference(month, day, minute) : FromCourse(month, day, minute);
        _last = time == LogHeader.UnknownTime ? _last : time;
        return time;
    }

    /// <summary>The instant of a local date and minute, or <see cref="LogHeader.UnknownTime"/> when there is no such date.</summary>
    public long FromDate(int year, int month, int day, int minute)
    {
        long local = DaysSinceEpoch(year, month, day);
        return local == LogHeader.UnknownTime || minute is < 0 or >= 1_440 ? LogHeader.UnknownTime : ToUtc((local * DayMs) + (minute * 60_000L));
    }

    /// <summary>Days from 1 January 1970 to a date; <see cref="LogHeader.UnknownTime"/> when there is no such date.</summary>
    internal static long DaysSinceEpoch(int year, int month, int day) =>
        year is < 1 or > 9_998 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)
            ? LogHeader.UnknownTime
            : (new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Utc).Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerDay;

    private long FromReference(int month, int day, int minute)
    {
        int newest = DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(ReferenceMs + DayMs, 0, 253_000_000_000_000)).Year + 1;
        for (int year = newest; year > newest - MostYearsBack - 2; year--)
        {
            long time = FromDate(year, month, day, minute);
            if (time != LogHeader.UnknownTime && time <= ReferenceMs + DayMs)
            {
                return time;
            }
        }

        return LogHeader.UnknownTime;
    }

    private long FromCourse(int month, int day, int minute)
    {
        long time = FromDate(_year, month, day, minute);
        if (_last == long.MinValue)
        {
            return time;
        }

        if (time == LogHeader.UnknownTime || time < _last - HalfYearMs)
        {
            long later = FromDate(_year + 1, month, day, minute);
            _year += later == LogHeader.UnknownTime ? 0 : 1;
            return later;
        }

        // A line of December that comes late, in January.
        return time > _last + LateMs && _year > _firstYear ? FromDate(_year - 1, month, day, minute) : time;
    }

    private long ToUtc(long localMs)
    {
        DateTime local = DateTime.UnixEpoch.AddMilliseconds(localMs);
        DateTime unspecified = DateTime.SpecifyKind(local, DateTimeKind.Unspecified);
        if (_zone.IsAmbiguousTime(unspecified))
        {
            return FromAmbiguous(unspecified, localMs);
        }

        return localMs - (long)_zone.GetUtcOffset(unspecified).TotalMilliseconds;
    }

    // An hour that comes twice: the first one, unless time has already gone on into the second.
    private long FromAmbiguous(DateTime local, long localMs)
    {
        TimeSpan[] offsets = _zone.GetAmbiguousTimeOffsets(local);
        long first = localMs - (long)offsets.Max().TotalMilliseconds;
        long second = localMs - (long)offsets.Min().TotalMilliseconds;
        return _last >= first + 1_800_000 && _last <= second + 60_000 ? second : first;
    }
}
