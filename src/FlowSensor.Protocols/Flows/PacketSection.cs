namespace FlowSensor.Protocols.Flows;

/// <summary>Where a record carries the start of a captured packet (IE 104, 313, 315).</summary>
/// <param name="Tail">Frame or IP packet; <see cref="SegmentTail.End"/> when the record has none.</param>
/// <param name="Offset">First octet of the section in the datagram.</param>
/// <param name="Length">Octets of the section.</param>
internal readonly record struct PacketSection(SegmentTail Tail, int Offset, int Length)
{
    /// <summary>
    /// Fills in what the record lacks from the section: such a record stands for one sampled packet, and an exporter that sends
    /// the packet often sends nothing else.
    /// </summary>
    public void Complete(ReadOnlySpan<byte> datagram, ref FlowRecord record, FinishSteps steps)
    {
        ReadOnlySpan<byte> section = datagram.Slice(Offset, Length);
        if ((steps & FinishSteps.NoPackets) != 0)
        {
            record.Packets = 1;
        }

        if ((steps & FinishSteps.NoOctets) != 0)
        {
            record.Octets = (ulong)section.Length;
        }
    }
}
