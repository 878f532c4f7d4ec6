using System.Buffers.Binary;
using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.Flows;
using FlowSensor.Protocols.Packets;

namespace FlowSensor.Protocols.SFlow;

/// <summary>
/// Reads the records of one flow sample ("Flow Data Types" of sFlow Version 5) into a flow record: each is format(4) length(4)
/// content. The sampled header wins over the parsed forms, as it says more; records of other formats are passed over.
/// </summary>
internal sealed class FlowSampleRecords(PacketParser parser)
{
    private const uint RawHeader = 1;
    private const uint EthernetFrame = 2;
    private const uint SampledIPv4 = 3;
    private const uint SampledIPv6 = 4;
    private const uint ExtendedSwitch = 1001;
    private const uint ExtendedRouter = 1002;
    private const uint ExtendedGateway = 1003;
    private const uint ExtendedNat = 1007;
    private const uint ExtendedNatPort = 1020;

    internal DecodeStatus Read(ref XdrReader reader, uint count, ref FlowRecord record)
    {
        bool hasHeader = false;
        for (uint i = 0; i < count; i++)
        {
            if (!reader.TryReadUInt32(out uint format)
                || !reader.TryReadUInt32(out uint length)
                || !reader.TryReadOpaque(length, out ReadOnlySpan<byte> content))
            {
                return DecodeStatus.TruncatedRecord;
            }

            XdrReader fields = new(content);
            bool isGood = format switch
            {
                RawHeader when !hasHeader => TryReadHeader(ref fields, ref record),
                EthernetFrame when !hasHeader => TryReadEthernet(ref fields, ref record),
                SampledIPv4 when !hasHeader => TryReadIp(ref fields, addressLength: 4, ref record),
                SampledIPv6 when !hasHeader => TryReadIp(ref fields, addressLength: 16, ref record),
                ExtendedSwitch => TryReadSwitch(ref fields, ref record),
                ExtendedRouter => TryReadRouter(ref fields, ref record),
                ExtendedGateway => TryReadGateway(ref fields, ref record),
                ExtendedNat => TryReadNat(ref fields, ref record),
                ExtendedNatPort => TryReadNatPort(ref fields, ref record),
                _ => true,
            };
            if (!isGood)
            {
                return DecodeStatus.TruncatedRecord;
            }

            hasHeader |= format == RawHeader && !(record.Source.IsNone && record.Destination.IsNone);
        }

        return DecodeStatus.Ok;
    }

    // header protocol(4) frame length(4) stripped(4) header length(4) header
    private bool TryReadHeader(ref XdrReader fields, ref FlowRecord record)
    {
        if (!fields.TryReadUInt32(out uint protocol)
            || !fields.TryReadUInt32(out uint frameLength)
            || !fields.TrySkip(1)
            || !fields.TryReadUInt32(out uint length)
            || !fields.TryReadOpaque(length, out ReadOnlySpan<byte> header))
        {
            return false;
        }

        SampledHeader.Read(parser, protocol, header, frameLength, ref record);
        return true;
    }

    // length(4) source MAC(6, padded) destination MAC(6, padded) EtherType(4)
    private static bool TryReadEthernet(ref XdrReader fields, ref FlowRecord record)
    {
        if (!fields.TryReadUInt32(out uint length)
            || !fields.TryReadOpaque(6, out ReadOnlySpan<byte> source)
            || !fields.TryReadOpaque(6, out ReadOnlySpan<byte> destination))
        {
            return false;
        }

        record.Octets = length;
        record.SourceMac = ReadMac(source);
        record.DestinationMac = ReadMac(destination);
        return true;
    }

    // length(4) protocol(4) source destination source port(4) destination port(4) TCP flags(4) type of service(4).
    // The length is that of the IP packet; a frame length of another record wins over it.
    private static bool TryReadIp(ref XdrReader fields, uint addressLength, ref FlowRecord record)
    {
        if (!fields.TryReadUInt32(out uint length)
            || !fields.TryReadUInt32(out uint protocol)
            || !fields.TryReadOpaque(addressLength, out ReadOnlySpan<byte> source)
            || !fields.TryReadOpaque(addressLength, out ReadOnlySpan<byte> destination)
            || !fields.TryReadUInt32(out uint sourcePort)
            || !fields.TryReadUInt32(out uint destinationPort)
            || !fields.TryReadUInt32(out uint flags)
            || !fields.TryReadUInt32(out uint tos))
        {
            return false;
        }

        record.Octets = record.Octets == 0 ? length : record.Octets;
        record.Protocol = protocol & 0xFF;
        record.Source = IpAddress.FromBytes(source);
        record.Destination = IpAddress.FromBytes(destination);
        record.SourcePort = sourcePort & 0xFFFF;
        record.DestinationPort = destinationPort & 0xFFFF;
        record.TcpFlags = flags & 0xFF;
        record.Tos = tos & 0xFF;
        return true;
    }

    // source VLAN(4) source priority(4) destination VLAN(4) destination priority(4)
    private static bool TryReadSwitch(ref XdrReader fields, ref FlowRecord record)
    {
        if (!fields.TryReadUInt32(out uint source) || !fields.TrySkip(1) || !fields.TryReadUInt32(out uint destination))
        {
            return false;
        }

        record.Vlan = source & 0x0FFF;
        record.PostVlan = destination & 0x0FFF;
        return true;
    }

    // next hop(address) source mask(4) destination mask(4)
    private static bool TryReadRouter(ref XdrReader fields, ref FlowRecord record)
    {
        if (!fields.TryReadAddress(out IpAddress nextHop)
            || !fields.TryReadUInt32(out uint sourceMask)
            || !fields.TryReadUInt32(out uint destinationMask))
        {
            return false;
        }

        record.NextHop = nextHop;
        record.SourceMask = sourceMask;
        record.DestinationMask = destinationMask;
        return true;
    }

    // next hop(address) own AS(4) source AS(4) source peer AS(4) segments(4), each: type(4) AS count(4) AS numbers;
    // communities and local preference follow. The destination's AS is the last of the path; a path without any is our own.
    private static bool TryReadGateway(ref XdrReader fields, ref FlowRecord record)
    {
        if (!fields.TryReadAddress(out IpAddress nextHop)
            || !fields.TryReadUInt32(out uint ownAs)
            || !fields.TryReadUInt32(out uint sourceAs)
            || !fields.TrySkip(1)
            || !fields.TryReadUInt32(out uint segments))
        {
            return false;
        }

        uint destinationAs = ownAs;
        for (uint i = 0; i < segments; i++)
        {
            if (!fields.TrySkip(1) || !fields.TryReadUInt32(out uint count))
            {
                return false;
            }

            if (count > 0 && (!fields.TrySkip(count - 1) || !fields.TryReadUInt32(out destinationAs)))
            {
                return false;
            }
        }

        record.BgpNextHop = nextHop;
        record.SourceAs = sourceAs;
        record.DestinationAs = destinationAs;
        return true;
    }

    // translated source(address) translated destination(address)
    private static bool TryReadNat(ref XdrReader fields, ref FlowRecord record)
    {
        if (!fields.TryReadAddress(out IpAddress source) || !fields.TryReadAddress(out IpAddress destination))
        {
            return false;
        }

        record.PostNatSource = source;
        record.PostNatDestination = destination;
        return true;
    }

    // translated source port(4) translated destination port(4)
    private static bool TryReadNatPort(ref XdrReader fields, ref FlowRecord record)
    {
        if (!fields.TryReadUInt32(out uint source) || !fields.TryReadUInt32(out uint destination))
        {
            return false;
        }

        record.PostNatSourcePort = source & 0xFFFF;
        record.PostNatDestinationPort = destination & 0xFFFF;
        return true;
    }

    private static ulong ReadMac(ReadOnlySpan<byte> octets) =>
        ((ulong)BinaryPrimitives.ReadUInt32BigEndian(octets) << 16) | BinaryPrimitives.ReadUInt16BigEndian(octets[4..]);
}
