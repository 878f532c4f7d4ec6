using System.Globalization;
using FlowSensor.Engine.Configuration;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Commands;

/// <summary>Values of the command line, or the sentence that says what one has to look like.</summary>
internal static class OptionText
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(3660);

    /// <summary>An address.</summary>
    /// <param name="option">The option or argument, as the user writes it.</param>
    /// <param name="text">Its value.</param>
    /// <exception cref="CommandException">It is none.</exception>
    public static IpAddress Address(string option, string text) => IpAddress.TryParse(text, out IpAddress address)
        ? address
        : throw Wrong($"{option} '{text}' is no IP address; write it as 192.0.2.25 or 2001:db8::25.");

    /// <summary>A day, or null where none is given.</summary>
    /// <inheritdoc cref="Address"/>
    public static DateOnly? Day(string option, string? text) => text is null ? null
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day) ? day
        : throw Wrong($"{option} '{text}' is no date; write it as 2026-01-31.");

    /// <summary>A length of time that a decision or token may hold: more than nothing, and at most ten years.</summary>
    /// <inheritdoc cref="Address"/>
    public static TimeSpan Duration(string option, string text) => DurationText.TryParse(text, out TimeSpan duration) && duration > TimeSpan.Zero && duration <= Longest
        ? duration
        : throw Wrong($"{option} '{text}' is no duration; write it as 12h, 90d or 1h30m, at most 3660d.");

    /// <summary>A moment in Unix milliseconds, or null where none is given.</summary>
    /// <param name="option">The option, as the user writes it.</param>
    /// <param name="text">Its value.</param>
    /// <param name="zone">Time zone of times without one.</param>
    /// <exception cref="CommandException">It is none.</exception>
    public static long? Time(string option, string? text, TimeZoneInfo zone) => text is null ? null
        : TimeText.TryRead(text, zone, TimeProvider.System, out long time) ? time
        : throw Wrong($"{option} '{text}' is no time; write 2026-01-31, 2026-01-31T12:00:00Z, or -1h for an hour ago.");

    /// <summary>A time zone, or null where none is given.</summary>
    /// <inheritdoc cref="Address"/>
    public static TimeZoneInfo? Zone(string option, string? name) => name is null ? null
        : TimeZoneInfo.TryFindSystemTimeZoneById(name, out TimeZoneInfo? zone) ? zone
        : throw Wrong($"{option} '{name}' is no time zone; write a name such as UTC, Europe/Vienna or Asia/Taipei.");

    private static CommandException Wrong(string sentence) => new(sentence, ExitCode.WrongUsage);
}
