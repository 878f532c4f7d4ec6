using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace FlowSensor.Protocols.Packets;

/// <summary>Reads the transport header: ports, TCP fields, ICMP type, and where the payload lies.</summary>
internal static class TransportLayer
{
    private const int TcpLength = 20;
    private const int UdpLength = 8;
    private const int SctpLength = 12;
    private const int IcmpLength = 8;

    /// <summary>Reads the header at <see cref="PacketHeaders.TransportOffset"/>, unless the packet is a later fragment.</summary>
    internal static ParseStatus Parse(ReadOnlySpan<byte> data, ref PacketHeaders headers)
    {
        int start = headers.TransportOffset;
        int declared = headers.IpOffset + headers.IpLength - start;
        int captured = Math.Min(declared, data.Length - start);
        if (captured < 0)
        {
            SetPayload(ref headers, data.Length, 0);
            return ParseStatus.TruncatedTransport;
        }

        ReadOnlySpan<byte> transport = data.Slice(start, captured);
        SetPayload(ref headers, start, captured);
        if (headers.FragmentOffset != 0)
        {
            return ParseStatus.Ok;
        }

        switch (headers.Protocol)
        {
            case IpProtocol.Tcp:
                return ParseTcp(transport, declared, ref headers);
            case IpProtocol.Udp:
                return ParseUdp(transport, declared, ref headers);
            case IpProtocol.UdpLite:
            case IpProtocol.Dccp:
                return ParsePorts(transport, declared, UdpLength, ref headers);
            case IpProtocol.Sctp:
                return ParsePorts(transport, declared, SctpLength, ref headers);
            case IpProtocol.Icmp:
            case IpProtocol.IcmpV6:
                return ParseIcmp(transport, declared, ref headers);
            default:
                return ParseStatus.Ok;
        }
    }

    // RFC 9293 3.1: ports(2+2) sequence(4) acknowledgment(4) data offset(4 bits) reserved(4) control bits(8) window(2) ...
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ParseStatus ParseTcp(ReadOnlySpan<byte> transport, int declared, ref PacketHeaders headers)
    {
        if (transport.Length < TcpLength)
        {
            return ReadShort(transport, declared, TcpLength, ref headers);
        }

        ReadOnlySpan<byte> tcp = transport[..TcpLength];
        headers.SourcePort = BinaryPrimitives.ReadUInt16BigEndian(tcp);
        headers.DestinationPort = BinaryPrimitives.ReadUInt16BigEndian(tcp[2..]);
        headers.TcpSequence = BinaryPrimitives.ReadUInt32BigEndian(tcp[4..]);
        headers.TcpAcknowledgment = BinaryPrimitives.ReadUInt32BigEndian(tcp[8..]);
        headers.TcpFlags = tcp[13];
        headers.TcpWindow = BinaryPrimitives.ReadUInt16BigEndian(tcp[14..]);
        int headerLength = (tcp[12] >> 4) * 4;
        if (headerLength < TcpLength || (headerLength > declared && !headers.IsFragment))
        {
            SetPayload(ref headers, headers.TransportOffset + transport.Length, 0);
            return ParseStatus.BadTransport;
        }

        // Options that the snap length or the end of a first fragment cut leave no payload, but all that is read here was there.
        int skipped = Math.Min(headerLength, transport.Length);
        SetPayload(ref headers, headers.TransportOffset + skipped, transport.Length - skipped);
        return ParseStatus.Ok;
    }

    // RFC 768: ports(2+2) length(2) checksum(2). Length 0 is a jumbogram (RFC 2675 4) or segmentation offload.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ParseStatus ParseUdp(ReadOnlySpan<byte> transport, int declared, ref PacketHeaders headers)
    {
        if (transport.Length < UdpLength)
        {
            return ReadShort(transport, declared, UdpLength, ref headers);
        }

        headers.SourcePort = BinaryPrimitives.ReadUInt16BigEndian(transport);
        headers.DestinationPort = BinaryPrimitives.ReadUInt16BigEndian(transport[2..]);
        int length = BinaryPrimitives.ReadUInt16BigEndian(transport[4..]);
        length = length == 0 ? declared : length;
        if (length < UdpLength)
        {
            SetPayload(ref headers, headers.TransportOffset + UdpLength, 0);
            return ParseStatus.BadTransport;
        }

        SetPayload(ref headers, headers.TransportOffset + UdpLength, Math.Min(length, transport.Length) - UdpLength);
        return ParseStatus.Ok;
    }

    // UDP-Lite (RFC 3828 3.1), SCTP (RFC 9260 3.1) and DCCP (RFC 4340 5.1) all begin with the two ports.
    private static ParseStatus ParsePorts(ReadOnlySpan<byte> transport, int declared, int headerLength, ref PacketHeaders headers)
    {
        if (transport.Length < headerLength)
        {
            return ReadShort(transport, declared, headerLength, ref headers);
        }

        headers.SourcePort = BinaryPrimitives.ReadUInt16BigEndian(transport);
        headers.DestinationPort = BinaryPrimitives.ReadUInt16BigEndian(transport[2..]);
        SetPayload(ref headers, headers.TransportOffset + headerLength, transport.Length - headerLength);
        return ParseStatus.Ok;
    }

    // RFC 792, RFC 4443 2.1: type(1) code(1) checksum(2), then four octets that depend on the type. ICMPv6 may stop before those.
    private static ParseStatus ParseIcmp(ReadOnlySpan<byte> transport, int declared, ref PacketHeaders headers)
    {
        if (transport.Length < 4)
        {
            SetPayload(ref headers, headers.TransportOffset + transport.Length, 0);
            return declared < 4 ? ParseStatus.BadTransport : ParseStatus.TruncatedTransport;
        }

        headers.IcmpType = transport[0];
        headers.IcmpCode = transport[1];
        int skipped = Math.Min(IcmpLength, transport.Length);
        SetPayload(ref headers, headers.TransportOffset + skipped, transport.Length - skipped);
        return ParseStatus.Ok;
    }

    private static ParseStatus ReadShort(ReadOnlySpan<byte> transport, int declared, int headerLength, ref PacketHeaders headers)
    {
        SetPayload(ref headers, headers.TransportOffset + transport.Length, 0);
        if (transport.Length >= 4)
        {
            headers.SourcePort = BinaryPrimitives.ReadUInt16BigEndian(transport);
            headers.DestinationPort = BinaryPrimitives.ReadUInt16BigEndian(transport[2..]);
        }

        // A first fragment may be cut anywhere (RFC 791 allows 8 octets of data), which is no fault of the packet.
        return declared < headerLength && !headers.IsFragment ? ParseStatus.BadTransport : ParseStatus.TruncatedTransport;
    }

    private static void SetPayload(ref PacketHeaders headers, int offset, int length)
    {
        headers.PayloadOffset = offset;
        headers.PayloadLength = length;
    }
}
