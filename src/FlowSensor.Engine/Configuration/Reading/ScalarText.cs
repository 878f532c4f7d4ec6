using System.Globalization;
using System.Net;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Configuration.Reading;

/// <summary>Gives a text of the configuration its type.</summary>
internal static class ScalarText
{
    private delegate object? Reader(string text);

    private static readonly Dictionary<Type, (Reader Read, string Wanted)> Readers = new()
    {
        [typeof(string)] = (static text => text, "a text"),
        [typeof(byte[])] = (ReadOctets, "octets in Base64"),
        [typeof(bool)] = (ReadBool, "true or false"),
        [typeof(int)] = (static text => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) ? value : null, "a whole number"),
        [typeof(long)] = (static text => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) ? value : null, "a whole number"),
        [typeof(uint)] = (static text => uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out uint value) ? value : null, "a whole number, not negative"),
        [typeof(ulong)] = (static text => ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong value) ? value : null, "a whole number, not negative"),
        [typeof(ushort)] = (static text => ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ushort value) ? value : null, "a whole number from 0 to 65535"),
        [typeof(byte)] = (static text => byte.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out byte value) ? value : null, "a whole number from 0 to 255"),
        [typeof(double)] = (static text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) ? value : null, "a number"),
        [typeof(TimeSpan)] = (static text => DurationText.TryParse(text, out TimeSpan value) ? value : null, "a duration with its unit, such as 500ms, 60s, 15m, 12h or 90d"),
        [typeof(ByteSize)] = (static text => ByteSize.TryParse(text, out ByteSize value) ? value : null, "a size such as 64KiB, 32MiB or 1GiB"),
        [typeof(IpAddress)] = (static text => IpAddress.TryParse(text, out IpAddress value) ? value : null, "an IP address such as 192.0.2.1 or 2001:db8::1"),
        [typeof(IPAddress)] = (static text => IpAddress.TryParse(text, out IpAddress value) ? value.ToIPAddress() : null, "an IP address such as 192.0.2.1 or 2001:db8::1"),
        [typeof(IpPrefix)] = (static text => IpPrefix.TryParse(text, out IpPrefix value) ? value : null, "a prefix such as 192.0.2.0/24 or 2001:db8::/32"),
        [typeof(IPEndPoint)] = (static text => EndpointText.TryParse(text, out IPEndPoint? value) ? value : null, "an address and port such as 0.0.0.0:2055 or \"[::]:4739\""),
        [typeof(TransportEndpoint)] = (static text => TransportEndpoint.TryParse(text, out TransportEndpoint? value) ? value : null, "an endpoint such as udp://0.0.0.0:5514 or tcp://[::]:5514"),
        [typeof(Uri)] = (ReadUrl, "an address such as http://127.0.0.1:8086"),
        [typeof(DateOnly)] = (static text => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly value) ? value : null, "a date such as 2026-01-31"),
        [typeof(TimeZoneInfo)] = (static text => TimeZoneInfo.TryFindSystemTimeZoneById(text, out TimeZoneInfo? value) ? value : null, "a time zone name such as UTC, Europe/Vienna or Asia/Taipei"),
    };

    /// <summary>True when the type is written as a single text.</summary>
    public static bool Covers(Type type) => type.IsEnum || Readers.ContainsKey(type);

    /// <summary>What a text of this type looks like, for a message.</summary>
    public static string Wanted(Type type) =>
        type.IsEnum ? "one of " + string.Join(", ", Enum.GetNames(type).Select(SnakeCase.Of)) : Readers[type].Wanted;

    /// <summary>Reads a text as a type.</summary>
    /// <returns>The value, or null when the text does not fit.</returns>
    public static object? Read(Type type, string text) => type.IsEnum ? ReadEnum(type, text) : Readers[type].Read(text.Trim());

    private static object? ReadEnum(Type type, string text)
    {
        string? name = Array.Find(Enum.GetNames(type), name => SnakeCase.Of(name).Equals(text.Trim(), StringComparison.OrdinalIgnoreCase));
        return name is null ? null : Enum.Parse(type, name);
    }

    private static object? ReadBool(string text) => text.ToLowerInvariant() switch
    {
        "true" or "yes" or "on" => true,
        "false" or "no" or "off" => false,
        _ => null,
    };

    private static byte[]? ReadOctets(string text)
    {
        byte[] octets = new byte[text.Length];
        return Convert.TryFromBase64String(text, octets, out int length) ? octets[..length] : null;
    }

    private static Uri? ReadUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? url) && url.Scheme is "http" or "https" ? new Uri(text) : null;
}
