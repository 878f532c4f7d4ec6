namespace FlowSensor.Protocols.Pcap;

/// <summary>
/// What the first octets of a captured packet are, by the numbers of the link-layer header type registry
/// (https://www.tcpdump.org/linktypes.html). Any other number may occur; those named are parsed.
/// </summary>
public enum LinkType
{
    /// <summary>BSD loopback: four octets of address family in the capturing host's byte order.</summary>
    Null = 0,

    /// <summary>Ethernet without preamble, usually without frame check sequence.</summary>
    Ethernet = 1,

    /// <summary>PPP, with or without address and control octets.</summary>
    Ppp = 9,

    /// <summary>Raw IP as some BSDs and Linux number it in old files.</summary>
    RawBsd = 12,

    /// <summary>Raw IP as OpenBSD numbers it.</summary>
    RawOpenBsd = 14,

    /// <summary>PPP in HDLC-like framing (RFC 1662), or Cisco HDLC where the first octet says so.</summary>
    PppHdlc = 50,

    /// <summary>PPPoE session header, then PPP.</summary>
    PppEthernet = 51,

    /// <summary>Raw IP; the version nibble says which.</summary>
    Raw = 101,

    /// <summary>Cisco PPP with HDLC framing.</summary>
    CiscoHdlc = 104,

    /// <summary>OpenBSD loopback: four octets of address family in network byte order.</summary>
    Loop = 108,

    /// <summary>Linux cooked capture version 1.</summary>
    LinuxCooked = 113,

    /// <summary>PPP preceded by a direction octet.</summary>
    PppWithDirection = 204,

    /// <summary>An MPLS label stack.</summary>
    Mpls = 219,

    /// <summary>Raw IPv4.</summary>
    IPv4 = 228,

    /// <summary>Raw IPv6.</summary>
    IPv6 = 229,

    /// <summary>Linux cooked capture version 2.</summary>
    LinuxCooked2 = 276,
}
