using System.Globalization;
using FlowSensor.Engine.Configuration;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Dashboard.Api;

/// <summary>Reads values of parameters, or says what is wrong with them.</summary>
/// <param name="zone">Time zone of times without one.</param>
/// <param name="clock">The clock that relative times count from.</param>
internal sealed class ParameterReader(TimeZoneInfo zone, TimeProvider clock)
{
    /// <summary>Reads a value.</summary>
    /// <param name="parameter">What it may be.</param>
    /// <param name="text">The text.</param>
    /// <param name="value">Value: string, long, bool, DateOnly, TimeSpan, IpAddress, IpPrefix or list of strings.</param>
    /// <returns>What is wrong; null for nothing.</returns>
    public string? Read(ApiParameter parameter, string text, out object? value)
    {
        value = null;
        if (text.Length > parameter.MostCharacters)
        {
            return string.Create(CultureInfo.InvariantCulture, $"is longer than {parameter.MostCharacters} characters.");
        }

        if (text.AsSpan().ContainsAnyInRange('\0', '\u0008') || text.Contains('\u001b', StringComparison.Ordinal))
        {
            return "holds control characters.";
        }

        switch (parameter.Kind)
        {
            case ParameterKind.Number:
                return Number(parameter, text, out value);
            case ParameterKind.Flag:
                value = text == "true";
                return text is "true" or "false" ? null : "is neither true nor false.";
            case ParameterKind.Time:
                value = TimeText.TryRead(text, zone, clock, out long time) ? time : null;
                return value is null ? "is no time; write 2026-01-31, 2026-01-31T12:00:00Z, or -1h for an hour ago." : null;
            case ParameterKind.Date:
                value = DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day) ? day : null;
                return value is null ? "is no date; write it as 2026-01-31." : null;
            case ParameterKind.Duration:
                value = DurationText.TryParse(text, out TimeSpan duration) && duration > TimeSpan.Zero && duration <= ApiParameters.LongestDecision ? duration : null;
                return value is null ? "is no length of time; write it as 12h, 30d or 1h30m, at most 3660d." : null;
            case ParameterKind.Address:
                value = IpAddress.TryParse(text, out IpAddress address) ? address : null;
                return value is null ? "is no IP address; write it as 192.0.2.25 or 2001:db8::25." : null;
            case ParameterKind.Network:
                value = IpPrefix.TryParse(text, out IpPrefix network) ? network : null;
                return value is null ? "is no network; write it as 192.0.2.0/24, 2001:db8::/32 or an address." : null;
            case ParameterKind.Words:
                return Words(parameter, text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), out value);
            default:
                value = text;
                return Known(parameter, text);
        }
    }

    private static string? Number(ApiParameter parameter, string text, out object? value)
    {
        bool isNumber = long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number);
        value = number;
        return isNumber && number >= parameter.Least && number <= parameter.Most
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"is no whole number from {parameter.Least} to {parameter.Most}.");
    }

    private static string? Words(ApiParameter parameter, string[] words, out object? value)
    {
        value = words;
        return words.Select(word => Known(parameter, word)).FirstOrDefault(static problem => problem is not null);
    }

    private static string? Known(ApiParameter parameter, string text) =>
        parameter.Allowed.Count == 0 || parameter.Allowed.Contains(text) ? null : $"is none of {string.Join(", ", parameter.Allowed)}.";
}
