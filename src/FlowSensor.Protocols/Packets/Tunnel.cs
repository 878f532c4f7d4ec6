using System.Buffers.Binary;

namespace FlowSensor.Protocols.Packets;

/// <summary>Recognizes tunnels and says where the packet inside begins.</summary>
internal static class Tunnel
{
    private const ushort GreChecksum = 0x8000;
    private const ushort GreRouting = 0x4000;
    private const ushort GreKey = 0x2000;
    private const ushort GreSequence = 0x1000;
    private const ushort GreAcknowledgment = 0x0080;
    private const ushort GreVersion = 0x0007;
    private const int VxlanLength = 8;

    /// <summary>
    /// If the packet carries another that the options ask to look into: the EtherType of what is inside and its offset.
    /// </summary>
    internal static bool TryOpen(PacketParserOptions options, ReadOnlySpan<byte> data, in PacketHeaders headers, out ushort etherType, out int offset)
    {
        etherType = 0;
        offset = headers.TransportOffset;
        if (headers.IsFragment || headers.TunnelDepth >= options.MaxTunnelDepth)
        {
            return false;
        }

        switch (headers.Protocol)
        {
            case IpProtocol.IPv4 when options.UnwrapIpInIp:
                etherType = EtherType.IPv4;
                return true;
            case IpProtocol.IPv6 when options.UnwrapIpInIp:
                etherType = EtherType.IPv6;
                return true;
            case IpProtocol.Gre when options.UnwrapGre:
                return TryOpenGre(data, ref offset, out etherType);
            case IpProtocol.Udp when options.UnwrapVxlan && headers.DestinationPort == options.VxlanPort:
                return TryOpenVxlan(data, headers, out etherType, out offset);
            default:
                return false;
        }
    }

    // RFC 2784 2, RFC 2890 2: flags and version(2) EtherType(2), then checksum(4), key(4), sequence(4) where flagged.
    // RFC 2637 4.1 (version 1): key always, acknowledgment(4) where flagged. ERSPAN II and III put 8 and 12 octets before the
    // frame; without a sequence number it is ERSPAN I, which puts none (draft-foschiano-erspan 4).
    private static bool TryOpenGre(ReadOnlySpan<byte> data, ref int offset, out ushort etherType)
    {
        etherType = 0;
        if (data.Length - offset < 4)
        {
            return false;
        }

        ushort flags = BinaryPrimitives.ReadUInt16BigEndian(data[offset..]);
        etherType = BinaryPrimitives.ReadUInt16BigEndian(data[(offset + 2)..]);
        if ((flags & GreRouting) != 0 || (flags & GreVersion) > 1)
        {
            return false;
        }

        bool hasSequence = (flags & GreSequence) != 0;
        offset += 4 + ((flags & GreChecksum) != 0 ? 4 : 0) + ((flags & GreKey) != 0 ? 4 : 0) + (hasSequence ? 4 : 0);
        if ((flags & GreVersion) == 1 && (flags & GreAcknowledgment) != 0)
        {
            offset += 4;
        }

        if (etherType == EtherType.ErspanII)
        {
            etherType = EtherType.TransparentEthernet;
            offset += hasSequence ? 8 : 0;
        }
        else if (etherType == EtherType.ErspanIII)
        {
            etherType = EtherType.TransparentEthernet;
            bool hasSubheader = offset + 12 <= data.Length && (data[offset + 11] & 1) != 0;
            offset += hasSubheader ? 20 : 12;
        }

        return offset < data.Length;
    }

    // RFC 7348 5: flags(1) with 0x08 set, reserved(3) network identifier(3) reserved(1), then an Ethernet frame.
    private static bool TryOpenVxlan(ReadOnlySpan<byte> data, in PacketHeaders headers, out ushort etherType, out int offset)
    {
        etherType = EtherType.TransparentEthernet;
        offset = headers.PayloadOffset + VxlanLength;
        return headers.PayloadLength > VxlanLength && (data[headers.PayloadOffset] & 0x08) != 0;
    }
}
