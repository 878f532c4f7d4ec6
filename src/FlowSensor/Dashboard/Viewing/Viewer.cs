using System.Globalization;

namespace FlowSensor.Dashboard.Viewing;

/// <summary>Who looks: the language and the time zone of one browser.</summary>
public sealed class Viewer
{
    private readonly TimeZoneInfo _zone = TimeZoneInfo.Utc;

    /// <summary>The texts in the viewer's language.</summary>
    public Texts Texts { get; init; } = Texts.English;

    /// <summary>The zone that times are shown in.</summary>
    public TimeZoneInfo Zone
    {
        get => _zone;
        init => _zone = value;
    }

    /// <summary>Makes the viewer of a language and a zone, either of which may be unknown.</summary>
    public static Viewer Of(string? language, string? zone) => new()
    {
        Texts = Texts.Of(language),
        Zone = zone is { Length: > 0 and < 64 } && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out TimeZoneInfo? found) ? found : TimeZoneInfo.Utc,
    };

    /// <summary>The zone as it is written behind a time.</summary>
    public string ZoneName(DateTimeOffset time)
    {
        if (_zone.Id is "UTC" or "Etc/UTC")
        {
            return "UTC";
        }

        TimeSpan offset = _zone.GetUtcOffset(time);
        return string.Create(CultureInfo.InvariantCulture, $"UTC{(offset < TimeSpan.Zero ? '-' : '+')}{offset:hh\\:mm}");
    }

    /// <summary>A time with its date, to the second.</summary>
    public string Full(DateTimeOffset time) => Local(time).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>A time with its date, to the minute.</summary>
    public string Short(DateTimeOffset time) => Local(time).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <summary>The time in the viewer's zone.</summary>
    public DateTimeOffset Local(DateTimeOffset time) => TimeZoneInfo.ConvertTime(time, _zone);
}
