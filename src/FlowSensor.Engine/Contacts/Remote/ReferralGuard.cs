using System.Net;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Contacts.Remote;

/// <summary>
/// Decides whether a referral may be followed. A server elsewhere must not send us to our own loopback or private networks,
/// unless it is in such a network itself, as one of ours is.
/// </summary>
internal static class ReferralGuard
{
    private static readonly IpPrefix[] Inside =
    [
        Parse("0.0.0.0/8"), Parse("10.0.0.0/8"), Parse("100.64.0.0/10"), Parse("127.0.0.0/8"), Parse("169.254.0.0/16"), Parse("172.16.0.0/12"),
        Parse("192.168.0.0/16"), Parse("224.0.0.0/3"), Parse("::/127"), Parse("fc00::/7"), Parse("fe80::/10"), Parse("ff00::/8"),
    ];

    /// <summary>True when an address is loopback, private, link-local, shared or multicast.</summary>
    internal static bool IsInside(IPAddress address) => Array.Exists(Inside, prefix => prefix.Contains(IpAddress.From(address)));

    /// <summary>True when a server at one address may refer to the other.</summary>
    internal static bool Allows(IPAddress from, IPAddress to) => !IsInside(to) || IsInside(from);

    private static IpPrefix Parse(string text) => IpPrefix.TryParse(text, out IpPrefix prefix) ? prefix : default;
}
