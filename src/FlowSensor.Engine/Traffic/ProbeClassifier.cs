using System.Runtime.CompilerServices;
using FlowSensor.Protocols.Flows;

namespace FlowSensor.Engine.Traffic;

/// <summary>Tells from a flow record what it looks like. Nearly every record is ordinary, and told so by one or two comparisons.</summary>
internal static class ProbeClassifier
{
    /// <summary>Octets from which on an answer of an amplifying service is large; of DNS it takes more. Ordinary ones are under a hundred, or few.</summary>
    public const ulong LargeAnswer = 250;

    private const int Icmp = 1;
    private const int Tcp = 6;
    private const int Udp = 17;
    private const int Icmp6 = 58;

    // FIN 1, SYN 2, RST 4, PSH 8, ACK 16.
    private const int HandshakeFlags = 0x1F;
    private const int Syn = 0x02;
    private const int SynAck = 0x12;

    // A SYN with options has 60 octets at most, 80 over IPv6.
    private const ulong LargestSyn = 80;

    // Ordinary answers of DNS have 100 to 300 octets.
    private const ulong LargeDnsAnswer = 400;

    private const int Dns = 53;
    private const int MulticastDns = 5353;
    private const int EchoRequest = 8;
    private const int EchoRequest6 = 128;
    private const int EchoReply6 = 129;

    // Services that answer small questions with large answers (US-CERT TA14-017A): chargen, qotd, DNS, TFTP, portmap, NTP, NetBIOS, SNMP, CLDAP, RIP,
    // SSDP, WS-Discovery, mDNS, CoAP, memcached, and game servers.
    private static readonly int[] Amplifying = [17, 19, 53, 69, 111, 123, 137, 161, 389, 520, 1900, 3283, 3702, 5353, 5683, 11_211, 27_015];
    private static readonly bool[] Amplifiers = PortSet(Amplifying);

    // Questions with one datagram to and one back that everybody asks.
    private static readonly bool[] Questions = PortSet(53, 67, 123, 161, 443, 500, 514, 853, 1900, 3478, 3702, 4500, 5353, 5355);

    /// <summary>UDP ports of services that answer small questions with large answers.</summary>
    public static IReadOnlyList<int> AmplifierPorts => Amplifying;

    /// <summary>What a record looks like.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ProbeNature Of(in FlowRecord record)
    {
        if (record.Protocol == Tcp)
        {
            int flags = (int)record.TcpFlags & HandshakeFlags;
            return flags is not (Syn or SynAck or 0) ? ProbeNature.None : OfTcp(in record, flags);
        }

        return OfDatagrams(record.Protocol, record.SourcePort, record.DestinationPort, record.IcmpTypeCode, record.Packets, record.Octets);
    }

    /// <summary>What the way back of a record with both ways looks like.</summary>
    public static ProbeNature OfReverse(in FlowRecord record) => record.Protocol == Tcp
        ? ((int)record.ReverseTcpFlags & HandshakeFlags) switch
        {
            Syn => ProbeNature.Syn,
            SynAck => ProbeNature.SynAnswer,
            _ => ProbeNature.None,
        }
        : OfDatagrams(record.Protocol, record.DestinationPort, record.SourcePort, 0, record.ReversePackets, record.ReverseOctets);

    /// <summary>Whether datagrams from an amplifying port are large answers on average.</summary>
    public static bool IsLarge(ulong port, ulong packets, ulong octets) => octets >= packets * (port is Dns or MulticastDns ? LargeDnsAnswer : LargeAnswer);

    // An exporter without TCP flags is no reason to be blind: a few packets of the size of a SYN.
    private static ProbeNature OfTcp(in FlowRecord record, int flags) => flags switch
    {
        Syn => ProbeNature.Syn,
        SynAck => ProbeNature.SynAnswer,
        _ => record.Packets is > 0 and <= 3 && record.Octets <= record.Packets * LargestSyn ? ProbeNature.Syn : ProbeNature.None,
    };

    private static ProbeNature OfDatagrams(ulong protocol, ulong sourcePort, ulong destinationPort, ulong icmpTypeCode, ulong packets, ulong octets)
    {
        switch (protocol)
        {
            case Udp when Amplifiers[(ushort)sourcePort] && IsLarge(sourcePort, packets, octets):
                return ProbeNature.Reflection;
            case Udp:
                return packets <= 2 && sourcePort > 1023 && !Questions[(ushort)destinationPort] && !Questions[(ushort)sourcePort]
                    ? ProbeNature.Datagram
                    : ProbeNature.None;
            case Icmp or Icmp6:
                // By the convention of NetFlow type and code stand in place of the destination port.
                int type = (int)((destinationPort != 0 ? destinationPort : icmpTypeCode) >> 8) & 0xFF;
                return (protocol, type) switch
                {
                    (Icmp, EchoRequest) or (Icmp6, EchoRequest6) => ProbeNature.Echo,
                    (Icmp, 0) or (Icmp6, EchoReply6) => ProbeNature.EchoReply,
                    _ => ProbeNature.None,
                };
            default:
                return ProbeNature.None;
        }
    }

    private static bool[] PortSet(params ReadOnlySpan<int> ports)
    {
        bool[] set = new bool[65_536];
        foreach (int port in ports)
        {
            set[port] = true;
        }

        return set;
    }
}
