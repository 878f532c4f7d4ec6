using FlowSensor.Protocols.Pcap;

namespace FlowSensor.Fuzz.Mutation;

/// <summary>The octet in front of a packet that says what it begins with: a link type in four bits.</summary>
internal static class FrameLinks
{
    private static readonly LinkType[] LinkTypes =
    [
        LinkType.Ethernet, LinkType.Null, LinkType.Loop, LinkType.Raw, LinkType.IPv4, LinkType.IPv6, LinkType.Ppp, LinkType.PppHdlc, LinkType.PppEthernet,
        LinkType.CiscoHdlc, LinkType.LinuxCooked, LinkType.LinuxCooked2, LinkType.PppWithDirection, LinkType.Mpls, LinkType.RawBsd, LinkType.RawOpenBsd,
    ];

    /// <summary>The link type of an octet; the upper four bits mean something else.</summary>
    public static LinkType Of(byte octet) => LinkTypes[octet % LinkTypes.Length];

    /// <summary>A packet with its octet; null for a link type that is not read.</summary>
    public static byte[]? Join(LinkType linkType, ReadOnlySpan<byte> data)
    {
        int index = Array.IndexOf(LinkTypes, linkType);
        return index < 0 ? null : [(byte)index, .. data];
    }
}
