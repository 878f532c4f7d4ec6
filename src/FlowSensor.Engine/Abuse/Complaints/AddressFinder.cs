using System.Globalization;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Abuse.Complaints;

/// <summary>
/// Finds IPv4 and IPv6 addresses in text, also with their dots made harmless (<c>192[.]0[.]2[.]1</c>), in brackets, and with the
/// port beside them (<c>192.0.2.1:4711</c>, <c>[2001:db8::1]:25</c>, <c>192.0.2.1 port 4711</c>). Networks and version numbers of
/// more than four parts are no addresses.
/// </summary>
internal static class AddressFinder
{
    private const int LongestIPv6 = 45;
    private static readonly string[] Dots = [".", "[.]", "(.)", "{.}", "[dot]", "(dot)"];

    /// <summary>Adds the addresses of a line to a list.</summary>
    public static void Find(ReadOnlySpan<char> line, List<FoundAddress> found)
    {
        for (int at = 0; at < line.Length;)
        {
            int end = at;
            if ((char.IsAsciiHexDigit(line[at]) || line[at] == ':') && !ContinuesWord(line, at)
                && (TryIPv6(line[at..], out IpAddress address, out int length) || TryIPv4(line[at..], out address, out length)))
            {
                end = at + length;
                if (!IsPartOfMore(line, end))
                {
                    found.Add(new FoundAddress(address, PortAfter(line[end..])));
                }
            }

            // The rest of a word that is no address holds none either.
            while (end < line.Length && char.IsAsciiLetterOrDigit(line[end]))
            {
                end++;
            }

            at = Math.Max(end, at + 1);
        }
    }

    private static bool ContinuesWord(ReadOnlySpan<char> line, int at) =>
        at > 0 && (char.IsAsciiLetterOrDigit(line[at - 1]) || line[at - 1] is '.' or '-' or '_');

    private static bool TryIPv4(ReadOnlySpan<char> text, out IpAddress address, out int length)
    {
        address = default;
        length = 0;
        uint value = 0;
        for (int part = 0; part < 4; part++)
        {
            if (part > 0)
            {
                int dot = DotLength(text[length..]);
                if (dot == 0)
                {
                    return false;
                }

                length += dot;
            }

            int digits = 0;
            while (digits < 3 && length + digits < text.Length && char.IsAsciiDigit(text[length + digits]))
            {
                digits++;
            }

            if (digits == 0 || !byte.TryParse(text.Slice(length, digits), NumberStyles.None, CultureInfo.InvariantCulture, out byte octet))
            {
                return false;
            }

            value = (value << 8) | octet;
            length += digits;
        }

        address = IpAddress.FromIPv4(value);
        return true;
    }

    private static bool TryIPv6(ReadOnlySpan<char> text, out IpAddress address, out int length)
    {
        address = default;
        length = 0;
        int colons = 0;
        while (length < text.Length && (char.IsAsciiHexDigit(text[length]) || text[length] is ':' or '.'))
        {
            colons += text[length++] == ':' ? 1 : 0;
        }

        // The full stop or colon of a sentence.
        while (length > 0 && (text[length - 1] == '.' || (text[length - 1] == ':' && !text[..length].EndsWith("::", StringComparison.Ordinal))))
        {
            colons -= text[--length] == ':' ? 1 : 0;
        }

        return colons >= 2 && length is > 2 and <= LongestIPv6 && IpAddress.TryParse(text[..length], out address);
    }

    private static int DotLength(ReadOnlySpan<char> text)
    {
        foreach (string dot in Dots)
        {
            if (text.StartsWith(dot, StringComparison.OrdinalIgnoreCase))
            {
                return dot.Length;
            }
        }

        return 0;
    }

    // A further part makes it a version number, a name or a network.
    private static bool IsPartOfMore(ReadOnlySpan<char> line, int end)
    {
        ReadOnlySpan<char> rest = line[end..];
        return rest is [var next, ..]
            && (char.IsAsciiLetterOrDigit(next) || next == '_'
                || (next is '.' or '-' && rest.Length > 1 && char.IsAsciiLetterOrDigit(rest[1]))
                || (next == '/' && rest.Length > 1 && char.IsAsciiDigit(rest[1]) && !IsHostLength(rest[1..])));
    }

    private static bool IsHostLength(ReadOnlySpan<char> text) =>
        Number(text) is 32 or 128;

    private static int PortAfter(ReadOnlySpan<char> rest)
    {
        if (rest.StartsWith("]:", StringComparison.Ordinal))
        {
            return Port(rest[2..]);
        }

        if (rest is [':' or '#', ..])
        {
            return Port(rest[1..]);
        }

        rest = rest.TrimStart(" ],\t");
        if (!rest.StartsWith("port", StringComparison.OrdinalIgnoreCase))
        {
            return 0;
        }

        return Port(rest[4..].TrimStart(" :="));
    }

    private static int Port(ReadOnlySpan<char> text) => Number(text) is > 0 and <= ushort.MaxValue and var port ? port : 0;

    private static int Number(ReadOnlySpan<char> text)
    {
        int digits = 0;
        while (digits < text.Length && digits < 6 && char.IsAsciiDigit(text[digits]))
        {
            digits++;
        }

        return digits is > 0 and < 6 ? int.Parse(text[..digits], NumberStyles.None, CultureInfo.InvariantCulture) : 0;
    }
}
