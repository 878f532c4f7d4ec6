using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using FlowSensor.Protocols.Pcap;

namespace FlowSensor.Protocols.Packets;

/// <summary>Walks from the start of a captured frame to its IP header.</summary>
internal static class LinkLayer
{
    private const int EthernetLength = 14;
    private const int CookedLength = 16;
    private const int Cooked2Length = 20;
    private const int FamilyLength = 4;

    /// <summary>Finds the IP header of a frame; <paramref name="version"/> is the IP version that the link layer promises, 0 if it makes none.</summary>
    internal static ParseStatus FindIp(LinkType linkType, ReadOnlySpan<byte> data, ref PacketHeaders headers, out int offset, out int version)
    {
        version = 0;
        offset = 0;
        switch (linkType)
        {
            case LinkType.Ethernet:
                return FromEthernet(data, ref headers, ref offset, out version);
            case LinkType.Raw or LinkType.RawBsd or LinkType.RawOpenBsd:
                return ParseStatus.Ok;
            case LinkType.IPv4:
                version = 4;
                return ParseStatus.Ok;
            case LinkType.IPv6:
                version = 6;
                return ParseStatus.Ok;
            case LinkType.Null or LinkType.Loop:
                return FromFamily(data, out offset, out version);
            case LinkType.LinuxCooked:
                return FromCooked(data, ref headers, out offset, out version);
            case LinkType.LinuxCooked2:
                return FromCooked2(data, ref headers, out offset, out version);
            case LinkType.Ppp:
                return EncapsulationWalk.FromPpp(data, ref headers, ref offset, out version);
            case LinkType.PppWithDirection:
                offset = 1;
                return EncapsulationWalk.FromPpp(data, ref headers, ref offset, out version);
            case LinkType.PppEthernet:
                return EncapsulationWalk.FromEtherType(EtherType.PppoeSession, data, ref headers, ref offset, out version);
            case LinkType.Mpls:
                return EncapsulationWalk.FromEtherType(EtherType.MplsUnicast, data, ref headers, ref offset, out version);
            case LinkType.PppHdlc or LinkType.CiscoHdlc:
                return FromHdlc(data, ref headers, ref offset, out version);
            default:
                return ParseStatus.UnsupportedLinkType;
        }
    }

    /// <summary>Ethernet: destination(6) source(6) type or length(2). The addresses of the outermost frame are kept.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ParseStatus FromEthernet(ReadOnlySpan<byte> data, ref PacketHeaders headers, ref int offset, out int version)
    {
        version = 0;
        if (data.Length - offset < EthernetLength)
        {
            return ParseStatus.Truncated;
        }

        ReadOnlySpan<byte> frame = data.Slice(offset, EthernetLength);
        ushort etherType = BinaryPrimitives.ReadUInt16BigEndian(frame[12..]);
        if (headers.TunnelDepth == 0)
        {
            headers.DestinationMac = BinaryPrimitives.ReadUInt64BigEndian(frame) >> 16;
            headers.SourceMac = BinaryPrimitives.ReadUInt64BigEndian(frame[4..]) & 0xFFFF_FFFF_FFFF;
        }

        offset += EthernetLength;
        if (etherType == EtherType.IPv4)
        {
            headers.EtherType = etherType;
            version = 4;
            return ParseStatus.Ok;
        }

        return EncapsulationWalk.FromEtherType(etherType, data, ref headers, ref offset, out version);
    }

    // The family is in the capturing host's order, so the small number stands in the first or the last two octets.
    // IPv6 is 10 on Linux, 24 on NetBSD and OpenBSD, 28 on FreeBSD and 30 on Darwin.
    private static ParseStatus FromFamily(ReadOnlySpan<byte> data, out int offset, out int version)
    {
        offset = FamilyLength;
        version = 0;
        if (data.Length < FamilyLength)
        {
            return ParseStatus.Truncated;
        }

        uint family = BinaryPrimitives.ReadUInt32LittleEndian(data);
        family = family > 0xFFFF ? BinaryPrimitives.ReverseEndianness(family) : family;
        version = family switch
        {
            2 => 4,
            10 or 24 or 28 or 30 => 6,
            _ => 0,
        };
        return version == 0 ? ParseStatus.NotIp : ParseStatus.Ok;
    }

    // packet type(2) hardware type(2) address length(2) address(8) protocol(2)
    private static ParseStatus FromCooked(ReadOnlySpan<byte> data, ref PacketHeaders headers, out int offset, out int version)
    {
        offset = CookedLength;
        version = 0;
        if (data.Length < CookedLength)
        {
            return ParseStatus.Truncated;
        }

        KeepCookedAddress(BinaryPrimitives.ReadUInt16BigEndian(data[4..]), data[6..], ref headers);
        return EncapsulationWalk.FromEtherType(BinaryPrimitives.ReadUInt16BigEndian(data[14..]), data, ref headers, ref offset, out version);
    }

    // protocol(2) reserved(2) interface index(4) hardware type(2) packet type(1) address length(1) address(8)
    private static ParseStatus FromCooked2(ReadOnlySpan<byte> data, ref PacketHeaders headers, out int offset, out int version)
    {
        offset = Cooked2Length;
        version = 0;
        if (data.Length < Cooked2Length)
        {
            return ParseStatus.Truncated;
        }

        KeepCookedAddress(data[11], data[12..], ref headers);
        return EncapsulationWalk.FromEtherType(BinaryPrimitives.ReadUInt16BigEndian(data), data, ref headers, ref offset, out version);
    }

    private static void KeepCookedAddress(int length, ReadOnlySpan<byte> address, ref PacketHeaders headers)
    {
        if (length == 6)
        {
            headers.SourceMac = BinaryPrimitives.ReadUInt64BigEndian(address) >> 16;
        }
    }

    // Cisco HDLC: address 0x0F (unicast) or 0x8F (broadcast), control(1), EtherType(2). Anything else is PPP (RFC 1662).
    private static ParseStatus FromHdlc(ReadOnlySpan<byte> data, ref PacketHeaders headers, ref int offset, out int version)
    {
        version = 0;
        if (data.Length < 4)
        {
            return ParseStatus.Truncated;
        }

        if (data[0] is 0x0F or 0x8F)
        {
            offset = 4;
            return EncapsulationWalk.FromEtherType(BinaryPrimitives.ReadUInt16BigEndian(data[2..]), data, ref headers, ref offset, out version);
        }

        return EncapsulationWalk.FromPpp(data, ref headers, ref offset, out version);
    }
}
