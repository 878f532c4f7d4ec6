using FlowSensor.Protocols.Packets;
using FlowSensor.Protocols.Pcap;

namespace FlowSensor.Protocols.Flows;

/// <summary>Where a record carries the start of a captured packet (IE 104, 313, 315).</summary>
/// <param name="Tail">Frame or IP packet; <see cref="SegmentTail.End"/> when the record has none.</param>
/// <param name="Offset">First octet of the section in the datagram.</param>
/// <param name="Length">Octets of the section.</param>
internal readonly record struct PacketSection(SegmentTail Tail, int Offset, int Length)
{
    /// <summary>Both: the section is all that tells of whose packet it is.</summary>
    public const FinishSteps Alone = FinishSteps.Section | FinishSteps.NoAddresses;

    /// <summary>
    /// Fills in what the template has no fields for: such a record stands for one sampled packet (RFC 5477), and an exporter that
    /// sends the packet often sends nothing else. What the section does not say, as it is cut or no IP, stays as it was.
    /// </summary>
    /// <param name="datagram">What holds the section.</param>
    /// <param name="parser">Reads its headers.</param>
    /// <param name="steps">What the template lacks.</param>
    /// <param name="everyField">False where fields that traffic is not counted by are left at 0.</param>
    /// <param name="record">The record.</param>
    public void Complete(ReadOnlySpan<byte> datagram, PacketParser parser, FinishSteps steps, bool everyField, ref FlowRecord record)
    {
        ReadOnlySpan<byte> section = datagram.Slice(Offset, Length);
        if ((steps & FinishSteps.NoPackets) != 0)
        {
            record.Packets = 1;
        }

        if ((steps & (FinishSteps.NoOctets | FinishSteps.NoAddresses)) == 0)
        {
            return;
        }

        ParseStatus status = parser.Parse(Tail == SegmentTail.FrameSection ? LinkType.Ethernet : LinkType.Raw, section, section.Length, out PacketHeaders packet);
        if ((steps & FinishSteps.NoAddresses) != 0)
        {
            SampledPacket.Fill(in packet, status != ParseStatus.Ok || packet.IsLaterFragment, everyField, ref record);
        }

        if ((steps & FinishSteps.NoOctets) != 0)
        {
            // Sections end long before most packets do, whose own headers know how long they were.
            record.Octets = (ulong)(packet.IpVersion != 0 ? packet.IpLength : section.Length);
        }
    }
}
