using System.Runtime.CompilerServices;
using FlowSensor.Protocols.Packets;

namespace FlowSensor.Protocols.Flows;

/// <summary>Reads the records of one set by a plan. The hot path: a load, shuffle and store for every two wanted fields.</summary>
internal sealed class RecordReader
{
    private readonly IDatagramSink _sink;
    private readonly bool _everyField;
    private readonly PacketParser _packets = new();
    private FlowRecord _record;

    public RecordReader(IDatagramSink sink, bool everyField)
    {
        _sink = sink;
        _everyField = everyField;
    }

    /// <summary>Reads all records between two offsets.</summary>
    /// <param name="buffer">The datagram; at least eight octets stand before <paramref name="start"/>.</param>
    /// <param name="start">First octet of the first record.</param>
    /// <param name="end">Octet behind the set.</param>
    /// <param name="header">Header of the datagram.</param>
    /// <param name="domain">State of the observation domain.</param>
    /// <param name="plan">How to read.</param>
    /// <param name="isOptions">True when the records are options data.</param>
    /// <param name="counts">Takes the number of records.</param>
    public DecodeStatus Read(
        ReadOnlySpan<byte> buffer,
        int start,
        int end,
        in DatagramHeader header,
        ObservationDomain domain,
        DecodePlan plan,
        bool isOptions,
        ref DatagramCounts counts)
    {
        // Fields that this plan does not write must not show values of the set before.
        _record = default;
        _record.Version = (ulong)header.Version;
        _record.ObservationDomainId = header.ObservationDomainId;
        _record.ExportTime = header.ExportTime;
        if (isOptions)
        {
            return ReadOptions(buffer, start, end, header, domain, plan, ref counts);
        }

        return plan.IsFixedLength
            ? ReadFixed(buffer, start, end, header, domain, plan, ref counts)
            : ReadVariable(buffer, start, end, header, domain, plan, ref counts);
    }

    // Padding at the end of a set is shorter than any record (RFC 7011 3.3.1), so it ends the loop.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private DecodeStatus ReadFixed(
        ReadOnlySpan<byte> buffer,
        int start,
        int end,
        in DatagramHeader header,
        ObservationDomain domain,
        DecodePlan plan,
        ref DatagramCounts counts)
    {
        SegmentReads reads = plan.Segments[0].For(_everyField);
        int length = plan.MinimumRecordLength;
        Span<ulong> slots = FlowRecord.Slots(ref _record);
        int records = 0;
        for (int offset = start; end - offset >= length; offset += length)
        {
            // What the finisher resolved for the record before is none of this one's fields.
            _record.SamplingInterval = 0;
            reads.Apply(buffer, offset, length, slots);
            FlowRecordFinisher.Finish(ref _record, plan, header, domain);
            _sink.OnFlow(ref _record);
            records++;
        }

        counts.FlowRecords += records;
        return DecodeStatus.Ok;
    }

    private DecodeStatus ReadVariable(
        ReadOnlySpan<byte> buffer,
        int start,
        int end,
        in DatagramHeader header,
        ObservationDomain domain,
        DecodePlan plan,
        ref DatagramCounts counts)
    {
        int offset = start;
        while (end - offset >= plan.MinimumRecordLength)
        {
            _record.SamplingInterval = 0;
            ClearCompleted(plan.Steps);
            if (!TryReadRecord(buffer, ref offset, end, plan, out PacketSection section))
            {
                return DecodeStatus.TruncatedRecord;
            }

            FlowRecordFinisher.Finish(ref _record, plan, header, domain);
            if (section.Tail != SegmentTail.End)
            {
                section.Complete(buffer, _packets, plan.Steps, _everyField, ref _record);
            }

            _sink.OnFlow(ref _record);
            counts.FlowRecords++;
        }

        return DecodeStatus.Ok;
    }

    // What no field writes is left as the section or the egress counters of the record before set it, which would be taken for this one's.
    private void ClearCompleted(FinishSteps steps)
    {
        if ((steps & FinishSteps.NoPackets) != 0)
        {
            _record.Packets = 0;
        }

        if ((steps & FinishSteps.NoOctets) != 0)
        {
            _record.Octets = 0;
        }

        if ((steps & PacketSection.Alone) == PacketSection.Alone)
        {
            SampledPacket.Clear(ref _record);
        }
    }

    private DecodeStatus ReadOptions(
        ReadOnlySpan<byte> buffer,
        int start,
        int end,
        in DatagramHeader header,
        ObservationDomain domain,
        DecodePlan plan,
        ref DatagramCounts counts)
    {
        int offset = start;
        while (end - offset >= plan.MinimumRecordLength)
        {
            if (!TryReadRecord(buffer, ref offset, end, plan, out _))
            {
                return DecodeStatus.TruncatedRecord;
            }

            if ((plan.Steps & FinishSteps.Sampling) != 0)
            {
                bool named = (plan.Steps & FinishSteps.SamplerId) != 0;
                domain.Samplers.Learn(named ? _record.SamplerId : null, FlowRecordFinisher.StatedInterval(_record));
            }

            if ((plan.Steps & FinishSteps.SystemInit) != 0 && _record.SystemInit != 0)
            {
                domain.SystemInitTime = FlowRecordFinisher.Bounded(_record.SystemInit);
            }

            counts.OptionsRecords++;
        }

        return DecodeStatus.Ok;
    }

    private bool TryReadRecord(ReadOnlySpan<byte> buffer, ref int offset, int end, DecodePlan plan, out PacketSection section)
    {
        section = default;
        Span<ulong> slots = FlowRecord.Slots(ref _record);
        foreach (PlanSegment segment in plan.Segments)
        {
            if (end - offset < segment.Length)
            {
                return false;
            }

            segment.For(_everyField).Apply(buffer, offset, segment.Length, slots);
            offset += segment.Length;
            if (segment.Tail == SegmentTail.End)
            {
                return true;
            }

            if (!RecordTail.TryRead(buffer, ref offset, end, segment, out int start, out int length))
            {
                return false;
            }

            // The first that has anything, should there be several.
            if (segment.Tail != SegmentTail.Skip && section.Length == 0)
            {
                section = new PacketSection(segment.Tail, start, length);
            }
        }

        return true;
    }
}
