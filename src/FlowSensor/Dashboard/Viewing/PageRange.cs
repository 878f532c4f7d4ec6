using System.Collections.Frozen;
using System.Globalization;
using FlowSensor.Engine.Storage;

namespace FlowSensor.Dashboard.Viewing;

/// <summary>The time a page is about, as it stands in the page's address: the last hours or days, or from one time to another.</summary>
/// <param name="Name"><c>1h</c>, <c>6h</c>, <c>24h</c>, <c>7d</c>, <c>30d</c>, or <c>custom</c>.</param>
/// <param name="From">Start.</param>
/// <param name="To">End, exclusive.</param>
public sealed record PageRange(string Name, DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>A range between two times.</summary>
    public const string Custom = "custom";

    /// <summary>What is shown unless something else is asked for.</summary>
    public const string Usual = "6h";

    private const string TimeForm = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    private static readonly TimeSpan Longest = TimeSpan.FromDays(3660);

    private static readonly FrozenDictionary<string, TimeSpan> Lengths = new Dictionary<string, TimeSpan>
    {
        ["1h"] = TimeSpan.FromHours(1),
        ["6h"] = TimeSpan.FromHours(6),
        ["24h"] = TimeSpan.FromDays(1),
        ["7d"] = TimeSpan.FromDays(7),
        ["30d"] = TimeSpan.FromDays(30),
    }.ToFrozenDictionary();

    /// <summary>The names in order, each with what it is called.</summary>
    public static IReadOnlyList<(string Name, string Words)> Choices { get; } =
        [("1h", "Last hour"), ("6h", "Last 6 hours"), ("24h", "Last day"), ("7d", "Last week"), ("30d", "Last 30 days"), (Custom, "From – to")];

    /// <summary>How long it is.</summary>
    public TimeSpan Length => To - From;

    /// <summary>True when it moves with time.</summary>
    public bool IsRelative => Name != Custom;

    /// <summary>The range for questions to the store.</summary>
    public TimeRange Range => new(From.ToUnixTimeMilliseconds(), To.ToUnixTimeMilliseconds());

    /// <summary>The range as part of an address.</summary>
    public string Query => IsRelative ? $"range={Name}" : $"from={Text(From)}&to={Text(To)}";

    /// <summary>The range of an address; the usual one where it makes no sense.</summary>
    /// <param name="name">The name in it.</param>
    /// <param name="from">The start in it.</param>
    /// <param name="to">The end in it.</param>
    /// <param name="now">Time.</param>
    public static PageRange Of(string? name, string? from, string? to, DateTimeOffset now)
    {
        if (TryParse(from, out DateTimeOffset start) && TryParse(to, out DateTimeOffset end) && start < end && end - start < Longest)
        {
            return new PageRange(Custom, start, end);
        }

        name = name is not null && Lengths.ContainsKey(name) ? name : Usual;
        return new PageRange(name, now - Lengths[name], now);
    }

    /// <summary>The range around times: whole minutes, a little more on either side.</summary>
    public static PageRange Around(DateTimeOffset from, DateTimeOffset to)
    {
        const long Minute = TimeSpan.TicksPerMinute;
        return new PageRange(
            Custom,
            new DateTimeOffset((from.UtcTicks / Minute * Minute) - Minute, TimeSpan.Zero),
            new DateTimeOffset((to.UtcTicks / Minute * Minute) + (2 * Minute), TimeSpan.Zero));
    }

    /// <summary>A time as it stands in an address.</summary>
    public static string Text(DateTimeOffset time) => time.UtcDateTime.ToString(TimeForm, CultureInfo.InvariantCulture);

    private static bool TryParse(string? text, out DateTimeOffset time)
    {
        time = default;
        return text is { Length: < 40 } && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);
    }
}
