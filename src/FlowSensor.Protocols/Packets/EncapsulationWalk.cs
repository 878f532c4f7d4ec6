using System.Buffers.Binary;

namespace FlowSensor.Protocols.Packets;

/// <summary>
/// Follows VLAN tags, MPLS labels, PPPoE and PPP headers from one EtherType to the next until IP. Each step consumes octets
/// and their number is bounded.
/// </summary>
internal static class EncapsulationWalk
{
    private const int MaxSteps = 16;
    private const int MaxLabels = 32;

    /// <summary>Walks from behind an EtherType or 802.3 length field to the IP header.</summary>
    internal static ParseStatus FromEtherType(ushort etherType, ReadOnlySpan<byte> data, ref PacketHeaders headers, ref int offset, out int version)
    {
        version = 0;
        int tags = 0;
        for (int step = 0; step < MaxSteps; step++)
        {
            headers.EtherType = etherType;
            ParseStatus status;
            switch (etherType)
            {
                case EtherType.IPv4:
                    version = 4;
                    return ParseStatus.Ok;
                case EtherType.IPv6:
                    version = 6;
                    return ParseStatus.Ok;
                case EtherType.Vlan or EtherType.ServiceVlan or EtherType.OldQinQ or EtherType.OldQinQ2:
                    status = StepVlan(data, ref headers, ref offset, tags++, out etherType);
                    break;
                case EtherType.MplsUnicast or EtherType.MplsMulticast:
                    status = StepMpls(data, ref offset, out etherType);
                    break;
                case EtherType.PppoeSession:
                    status = StepPppoe(data, ref offset, out etherType);
                    break;
                case EtherType.Ppp:
                    status = StepPpp(data, ref offset, out etherType);
                    break;
                case EtherType.BackboneService:
                    status = StepEthernet(data, ref offset, prefix: 4, out etherType);
                    break;
                case EtherType.TransparentEthernet:
                    status = StepEthernet(data, ref offset, prefix: 0, out etherType);
                    break;
                case < EtherType.Minimum:
                    status = StepLlc(data, ref offset, out etherType);
                    break;
                default:
                    return ParseStatus.NotIp;
            }

            if (status != ParseStatus.Ok)
            {
                return status;
            }
        }

        return ParseStatus.TooDeep;
    }

    /// <summary>Walks from the start of a PPP frame to the IP header.</summary>
    internal static ParseStatus FromPpp(ReadOnlySpan<byte> data, ref PacketHeaders headers, ref int offset, out int version) =>
        FromEtherType(EtherType.Ppp, data, ref headers, ref offset, out version);

    // IEEE 802.1Q 9.6: priority(3 bits) drop eligible(1) VLAN id(12), then the next EtherType.
    private static ParseStatus StepVlan(ReadOnlySpan<byte> data, ref PacketHeaders headers, ref int offset, int tags, out ushort next)
    {
        next = 0;
        if (data.Length - offset < 4)
        {
            return ParseStatus.Truncated;
        }

        ushort id = (ushort)(BinaryPrimitives.ReadUInt16BigEndian(data[offset..]) & 0x0FFF);
        if (headers.TunnelDepth == 0 && tags == 0)
        {
            headers.VlanId = id;
        }
        else if (headers.TunnelDepth == 0 && tags == 1)
        {
            headers.InnerVlanId = id;
        }

        next = BinaryPrimitives.ReadUInt16BigEndian(data[(offset + 2)..]);
        offset += 4;
        return ParseStatus.Ok;
    }

    // RFC 3032 2.1: label(20 bits) class(3) bottom of stack(1) TTL(8). What follows is not named: 4 and 6 in the first nibble
    // are IP, 0 is a pseudowire control word (RFC 4385 3), taken for Ethernet. An Ethernet pseudowire without control word
    // cannot be told from IP by its first nibble and is left alone.
    private static ParseStatus StepMpls(ReadOnlySpan<byte> data, ref int offset, out ushort next)
    {
        next = 0;
        for (int label = 0; label < MaxLabels; label++)
        {
            if (data.Length - offset < 4)
            {
                return ParseStatus.Truncated;
            }

            bool isBottom = (data[offset + 2] & 1) != 0;
            offset += 4;
            if (!isBottom)
            {
                continue;
            }

            if (offset == data.Length)
            {
                return ParseStatus.Truncated;
            }

            switch (data[offset] >> 4)
            {
                case 4:
                    next = EtherType.IPv4;
                    return ParseStatus.Ok;
                case 6:
                    next = EtherType.IPv6;
                    return ParseStatus.Ok;
                case 0:
                    return StepEthernet(data, ref offset, prefix: 4, out next);
                default:
                    return ParseStatus.NotIp;
            }
        }

        return ParseStatus.TooDeep;
    }

    // RFC 2516 4: version and type(1) = 0x11, code(1) = 0 in a session, session id(2), length(2).
    private static ParseStatus StepPppoe(ReadOnlySpan<byte> data, ref int offset, out ushort next)
    {
        next = EtherType.Ppp;
        if (data.Length - offset < 6)
        {
            return ParseStatus.Truncated;
        }

        if (data[offset] != 0x11 || data[offset + 1] != 0)
        {
            return ParseStatus.NotIp;
        }

        offset += 6;
        return ParseStatus.Ok;
    }

    // RFC 1662 3.1: address 0xFF and control 0x03, both possibly left out; protocol of one octet if that is odd, else two (RFC 1661 2).
    private static ParseStatus StepPpp(ReadOnlySpan<byte> data, ref int offset, out ushort next)
    {
        const int IPv4 = 0x0021;
        const int IPv6 = 0x0057;
        const int MplsUnicast = 0x0281;
        const int MplsMulticast = 0x0283;

        next = 0;
        if (data.Length - offset >= 2 && data[offset] == 0xFF && data[offset + 1] == 0x03)
        {
            offset += 2;
        }

        if (data.Length - offset < 2)
        {
            return ParseStatus.Truncated;
        }

        int protocol = data[offset++];
        if ((protocol & 1) == 0)
        {
            protocol = (protocol << 8) | data[offset++];
        }

        switch (protocol)
        {
            case IPv4:
                next = EtherType.IPv4;
                return ParseStatus.Ok;
            case IPv6:
                next = EtherType.IPv6;
                return ParseStatus.Ok;
            case MplsUnicast or MplsMulticast:
                next = EtherType.MplsUnicast;
                return ParseStatus.Ok;
            default:
                return ParseStatus.NotIp;
        }
    }

    // A whole Ethernet header behind a prefix: I-TAG (IEEE 802.1ah), pseudowire control word, or nothing.
    private static ParseStatus StepEthernet(ReadOnlySpan<byte> data, ref int offset, int prefix, out ushort next)
    {
        next = 0;
        int length = prefix + 14;
        if (data.Length - offset < length)
        {
            return ParseStatus.Truncated;
        }

        offset += length;
        next = BinaryPrimitives.ReadUInt16BigEndian(data[(offset - 2)..]);
        return ParseStatus.Ok;
    }

    // IEEE 802.2 with SNAP (RFC 1042): AA AA 03, organization 000000, EtherType. Other LLC frames carry no IP worth following.
    private static ParseStatus StepLlc(ReadOnlySpan<byte> data, ref int offset, out ushort next)
    {
        next = 0;
        if (data.Length - offset < 8)
        {
            return ParseStatus.NotIp;
        }

        ReadOnlySpan<byte> llc = data.Slice(offset, 8);
        if (BinaryPrimitives.ReadUInt32BigEndian(llc) != 0xAAAA_0300 || llc[4] != 0 || llc[5] != 0)
        {
            return ParseStatus.NotIp;
        }

        next = BinaryPrimitives.ReadUInt16BigEndian(llc[6..]);
        offset += 8;
        return next < EtherType.Minimum ? ParseStatus.NotIp : ParseStatus.Ok;
    }
}
