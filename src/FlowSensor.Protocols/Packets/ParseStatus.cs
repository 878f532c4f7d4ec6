namespace FlowSensor.Protocols.Packets;

/// <summary>
/// What <see cref="PacketParser"/> made of a packet. From <see cref="TruncatedTransport"/> on the addresses, protocol and
/// lengths of <see cref="PacketHeaders"/> hold; before it (except <see cref="Ok"/>) only what the link layer gave.
/// </summary>
public enum ParseStatus
{
    /// <summary>Every header down to the transport was read.</summary>
    Ok,

    /// <summary>The link layer carries something else than IP (ARP, LLC, PPP control, ...).</summary>
    NotIp,

    /// <summary>The capture's link type is not read here.</summary>
    UnsupportedLinkType,

    /// <summary>The captured octets end before the IP header does.</summary>
    Truncated,

    /// <summary>An IP header contradicts itself: version, header length or total length (RFC 791 3.1, RFC 8200 3).</summary>
    BadHeader,

    /// <summary>More tags, labels or encapsulations than any real packet has.</summary>
    TooDeep,

    /// <summary>The captured octets end inside an extension or the transport header; ports are there if they were captured.</summary>
    TruncatedTransport,

    /// <summary>An extension or transport header is longer than the IP packet, or shorter than it can be.</summary>
    BadTransport,
}
