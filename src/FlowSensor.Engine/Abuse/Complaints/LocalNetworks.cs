using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Abuse.Complaints;

/// <summary>Networks whose addresses say nothing outside them (RFC 6890, RFC 4193, RFC 4291), multicast included.</summary>
internal static class LocalNetworks
{
    /// <summary>All of them. The documentation networks are left in: samples and tests live there, real mail does not.</summary>
    public static IReadOnlyList<IpPrefix> All { get; } =
    [
        Prefix("0.0.0.0/8"), Prefix("10.0.0.0/8"), Prefix("100.64.0.0/10"), Prefix("127.0.0.0/8"), Prefix("169.254.0.0/16"),
        Prefix("172.16.0.0/12"), Prefix("192.0.0.0/24"), Prefix("192.168.0.0/16"), Prefix("198.18.0.0/15"), Prefix("224.0.0.0/3"),
        Prefix("::/127"), Prefix("fc00::/7"), Prefix("fe80::/10"), Prefix("ff00::/8"),
    ];

    private static IpPrefix Prefix(string text) =>
        IpPrefix.TryParse(text, out IpPrefix prefix) ? prefix : throw new FormatException($"'{text}' is no prefix");
}
