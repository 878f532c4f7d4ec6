namespace FlowSensor.Protocols.Packets;

/// <summary>The IP protocol numbers that are followed (IANA protocol numbers registry).</summary>
internal static class IpProtocol
{
    internal const byte HopByHop = 0;
    internal const byte Icmp = 1;
    internal const byte IPv4 = 4;
    internal const byte Tcp = 6;
    internal const byte Udp = 17;
    internal const byte Dccp = 33;
    internal const byte IPv6 = 41;
    internal const byte Routing = 43;
    internal const byte Fragment = 44;
    internal const byte Gre = 47;
    internal const byte Authentication = 51;
    internal const byte IcmpV6 = 58;
    internal const byte NoNextHeader = 59;
    internal const byte DestinationOptions = 60;
    internal const byte Sctp = 132;
    internal const byte Mobility = 135;
    internal const byte UdpLite = 136;
    internal const byte HostIdentity = 139;
    internal const byte Shim6 = 140;
}
