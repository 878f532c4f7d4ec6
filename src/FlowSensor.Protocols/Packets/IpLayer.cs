using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Protocols.Packets;

/// <summary>Reads IPv4 and IPv6 headers up to the transport header.</summary>
internal static class IpLayer
{
    private const int IPv4Length = 20;
    private const int IPv6Length = 40;

    // Chains on the wire have one or two; RFC 8200 4.1 lists seven that may appear once each.
    private const int MaxExtensions = 12;

    /// <summary>
    /// Reads the IP header at <paramref name="offset"/>. <paramref name="version"/> 0 takes what the version nibble says;
    /// <paramref name="wireLength"/> is that of the whole frame and stands in where the header's own length is 0.
    /// </summary>
    internal static ParseStatus Parse(int version, ReadOnlySpan<byte> data, int wireLength, int offset, ref PacketHeaders headers)
    {
        if (offset >= data.Length)
        {
            return ParseStatus.Truncated;
        }

        int nibble = data[offset] >> 4;
        if (version != 0 && nibble != version)
        {
            return ParseStatus.BadHeader;
        }

        return nibble switch
        {
            4 => ParseIPv4(data, wireLength, offset, ref headers),
            6 => ParseIPv6(data, wireLength, offset, ref headers),
            _ => ParseStatus.BadHeader,
        };
    }

    // RFC 791 3.1: version and header length(1) service(1) total length(2) identification(2) flags and offset(2)
    //              time to live(1) protocol(1) checksum(2) source(4) destination(4) options
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ParseStatus ParseIPv4(ReadOnlySpan<byte> data, int wireLength, int offset, ref PacketHeaders headers)
    {
        if (data.Length - offset < IPv4Length)
        {
            return ParseStatus.Truncated;
        }

        ReadOnlySpan<byte> ip = data.Slice(offset, IPv4Length);
        int headerLength = (ip[0] & 0x0F) * 4;
        int totalLength = BinaryPrimitives.ReadUInt16BigEndian(ip[2..]);

        // Segmentation offload leaves 0 in packets captured before the network card cuts them.
        totalLength = totalLength == 0 ? Math.Max(wireLength, data.Length) - offset : totalLength;
        if (headerLength < IPv4Length || totalLength < headerLength)
        {
            return ParseStatus.BadHeader;
        }

        ushort fragment = BinaryPrimitives.ReadUInt16BigEndian(ip[6..]);
        headers.IpVersion = 4;
        headers.IpOffset = offset;
        headers.IpLength = totalLength;
        headers.Tos = ip[1];
        headers.FragmentId = BinaryPrimitives.ReadUInt16BigEndian(ip[4..]);
        headers.FragmentOffset = (ushort)((fragment & 0x1FFF) * 8);
        headers.MoreFragments = (fragment & 0x2000) != 0;
        headers.IsFragment = (fragment & 0x3FFF) != 0;
        headers.Ttl = ip[8];
        headers.Protocol = ip[9];
        headers.FragmentProtocol = ip[9];
        headers.Source = IpAddress.FromIPv4(BinaryPrimitives.ReadUInt32BigEndian(ip[12..]));
        headers.Destination = IpAddress.FromIPv4(BinaryPrimitives.ReadUInt32BigEndian(ip[16..]));
        headers.FragmentDataOffset = offset + headerLength;
        headers.TransportOffset = offset + headerLength;
        headers.IsTruncated = offset + totalLength > data.Length;
        return headers.Protocol == IpProtocol.Authentication && headers.FragmentOffset == 0
            ? WalkExtensions(data, ref headers)
            : ParseStatus.Ok;
    }

    // RFC 8200 3: version, class, flow label(4) payload length(2) next header(1) hop limit(1) source(16) destination(16)
    private static ParseStatus ParseIPv6(ReadOnlySpan<byte> data, int wireLength, int offset, ref PacketHeaders headers)
    {
        if (data.Length - offset < IPv6Length)
        {
            return ParseStatus.Truncated;
        }

        ReadOnlySpan<byte> ip = data.Slice(offset, IPv6Length);
        int payloadLength = BinaryPrimitives.ReadUInt16BigEndian(ip[4..]);
        byte next = ip[6];
        int totalLength = IPv6Length + payloadLength;

        // 0 is a jumbogram (RFC 2675 3) or segmentation offload; only a packet that ends here really has no payload.
        if (payloadLength == 0 && next != IpProtocol.NoNextHeader)
        {
            totalLength = Math.Max(IPv6Length, Math.Max(wireLength, data.Length) - offset);
        }

        headers.IpVersion = 6;
        headers.IpOffset = offset;
        headers.IpLength = totalLength;
        headers.Tos = (byte)(BinaryPrimitives.ReadUInt16BigEndian(ip) >> 4);
        headers.Ttl = ip[7];
        headers.Protocol = next;
        headers.FragmentProtocol = next;
        headers.Source = IpAddress.FromBytes(ip.Slice(8, 16));
        headers.Destination = IpAddress.FromBytes(ip.Slice(24, 16));
        headers.TransportOffset = offset + IPv6Length;
        headers.FragmentDataOffset = headers.TransportOffset;
        headers.FragmentId = 0;
        headers.FragmentOffset = 0;
        headers.MoreFragments = false;
        headers.IsFragment = false;
        headers.IsTruncated = offset + totalLength > data.Length;
        return next is IpProtocol.Tcp or IpProtocol.Udp or IpProtocol.IcmpV6 ? ParseStatus.Ok : WalkExtensions(data, ref headers);
    }

    // RFC 8200 4: every extension header begins with next header(1) length(1), the length in eight octets after the first
    // eight; AH counts in four octets after the first eight (RFC 4302 2.2); the fragment header is always eight.
    private static ParseStatus WalkExtensions(ReadOnlySpan<byte> data, ref PacketHeaders headers)
    {
        int end = headers.IpOffset + headers.IpLength;
        for (int step = 0; step < MaxExtensions; step++)
        {
            byte protocol = headers.Protocol;
            if (!IsExtension(protocol, headers.IpVersion))
            {
                return ParseStatus.Ok;
            }

            int offset = headers.TransportOffset;
            if (end - offset < 8)
            {
                return ParseStatus.BadTransport;
            }

            if (data.Length - offset < 8)
            {
                return ParseStatus.TruncatedTransport;
            }

            ReadOnlySpan<byte> extension = data.Slice(offset, 8);
            int length = protocol switch
            {
                IpProtocol.Fragment => 8,
                IpProtocol.Authentication => (extension[1] + 2) * 4,
                _ => (extension[1] + 1) * 8,
            };
            if (length > end - offset || length < 8)
            {
                return ParseStatus.BadTransport;
            }

            headers.Protocol = extension[0];
            headers.TransportOffset = offset + length;
            if (protocol == IpProtocol.Fragment && ReadFragment(extension, ref headers))
            {
                return ParseStatus.Ok;
            }
        }

        return IsExtension(headers.Protocol, headers.IpVersion) ? ParseStatus.BadTransport : ParseStatus.Ok;
    }

    // RFC 8200 4.5: next header(1) reserved(1) offset(13 bits) reserved(2) more(1) identification(4). A fragment that is
    // the whole datagram is treated as not fragmented (RFC 6946). True when nothing readable follows.
    private static bool ReadFragment(ReadOnlySpan<byte> extension, ref PacketHeaders headers)
    {
        ushort fragment = BinaryPrimitives.ReadUInt16BigEndian(extension[2..]);
        headers.FragmentOffset = (ushort)(fragment & 0xFFF8);
        headers.MoreFragments = (fragment & 1) != 0;
        headers.IsFragment = (fragment & 0xFFF9) != 0;
        headers.FragmentId = BinaryPrimitives.ReadUInt32BigEndian(extension[4..]);
        headers.FragmentProtocol = extension[0];
        headers.FragmentDataOffset = headers.TransportOffset;
        return headers.FragmentOffset != 0;
    }

    private static bool IsExtension(byte protocol, byte version) => protocol switch
    {
        IpProtocol.Authentication => true,
        IpProtocol.HopByHop or IpProtocol.Routing or IpProtocol.Fragment or IpProtocol.DestinationOptions
            or IpProtocol.Mobility or IpProtocol.HostIdentity or IpProtocol.Shim6 => version == 6,
        _ => false,
    };
}
