using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.Flows;
using FlowSensor.Protocols.Packets;

namespace FlowSensor.Protocols.SFlow;

/// <summary>
/// Decodes sFlow version 5 (sflow.org, "sFlow Version 5", July 2004). Every flow sample becomes one flow record of one packet,
/// whatever it sampled; counter samples are counted. It keeps nothing between datagrams.
/// </summary>
public sealed class SFlowDecoder
{
    /// <summary><see cref="FlowRecord.Version"/> of the records.</summary>
    public const int RecordVersion = 105;

    private const uint Version = 5;

    // Formats with enterprise 0 (sFlow Version 5, 5.3 and "Sample Types").
    private const uint FlowSampleFormat = 1;
    private const uint CounterSampleFormat = 2;
    private const uint ExpandedFlowSampleFormat = 3;
    private const uint ExpandedCounterSampleFormat = 4;

    // Interface numbers: format in the top two bits, 0 for an ifIndex of which all ones means "inside the agent".
    private const int InterfaceFormatShift = 30;
    private const uint InternalInterface = 0x3FFF_FFFF;
    private const uint UnknownInterface = uint.MaxValue;
    private const uint DiscardedFormat = 1;

    // IE 89: the top two bits 10 say that the packet was dropped.
    private const ulong ForwardingDropped = 128;

    private readonly FlowSampleRecords _records;

    /// <summary>A decoder that reads sampled packet headers with the given parser.</summary>
    public SFlowDecoder(PacketParser? parser = null)
    {
        _records = new FlowSampleRecords(parser ?? new PacketParser());
    }

    /// <summary>
    /// Decodes a datagram: version(4) = 5, agent address, sub-agent(4) sequence(4) uptime(4) sample count(4), then per sample
    /// format(4) length(4) content. Samples before a broken one were given to the sink.
    /// </summary>
    /// <param name="datagram">The UDP payload.</param>
    /// <param name="exportTimeMs">Arrival in Unix milliseconds; sFlow has no wall clock of its own.</param>
    /// <param name="sink">Takes the records.</param>
    /// <param name="scratch">Record to reuse. Its Exporter and ExporterIndex are kept, all else is overwritten.</param>
    /// <param name="info">The header and the counts of samples.</param>
    public DecodeStatus Decode(ReadOnlySpan<byte> datagram, long exportTimeMs, IFlowSink sink, ref FlowRecord scratch, out SFlowDatagramInfo info) =>
        Walk(datagram, exportTimeMs, sink, ref scratch, out info);

    /// <summary>Walks the samples of a datagram and only counts them, for exporters that send more than is wanted of them.</summary>
    /// <param name="datagram">The UDP payload.</param>
    /// <param name="info">The header and the counts of samples; every flow sample counts, also one that could not be read.</param>
    public DecodeStatus Skim(ReadOnlySpan<byte> datagram, out SFlowDatagramInfo info)
    {
        FlowRecord none = default;
        return Walk(datagram, 0, null, ref none, out info);
    }

    /// <summary>Reads the header alone, to find out whose datagram it is.</summary>
    public static bool TryReadHeader(ReadOnlySpan<byte> datagram, out SFlowDatagramInfo info)
    {
        XdrReader reader = new(datagram);
        return ReadHeader(ref reader, out info, out _) == DecodeStatus.Ok;
    }

    // Without a sink the samples are counted only.
    private DecodeStatus Walk(ReadOnlySpan<byte> datagram, long exportTimeMs, IFlowSink? sink, ref FlowRecord scratch, out SFlowDatagramInfo info)
    {
        XdrReader reader = new(datagram);
        DecodeStatus header = ReadHeader(ref reader, out info, out uint count);
        if (header != DecodeStatus.Ok)
        {
            return header;
        }

        for (uint i = 0; i < count; i++)
        {
            if (!reader.TryReadUInt32(out uint format) || !reader.TryReadUInt32(out uint length))
            {
                return DecodeStatus.BadCount;
            }

            if (!reader.TryReadOpaque(length, out ReadOnlySpan<byte> sample))
            {
                return DecodeStatus.BadSetLength;
            }

            DecodeStatus status = DecodeSample(format, sample, exportTimeMs, sink, ref scratch, ref info);
            if (status != DecodeStatus.Ok)
            {
                return status;
            }

            info.Samples++;
        }

        return DecodeStatus.Ok;
    }

    private static DecodeStatus ReadHeader(ref XdrReader reader, out SFlowDatagramInfo info, out uint count)
    {
        info = default;
        count = 0;
        if (!reader.TryReadUInt32(out uint version))
        {
            return DecodeStatus.TruncatedHeader;
        }

        if (version != Version)
        {
            return DecodeStatus.UnsupportedVersion;
        }

        if (!reader.TryReadAddress(out IpAddress agent)
            || !reader.TryReadUInt32(out uint subAgent)
            || !reader.TryReadUInt32(out uint sequence)
            || !reader.TryReadUInt32(out uint uptime)
            || !reader.TryReadUInt32(out count))
        {
            return DecodeStatus.TruncatedHeader;
        }

        info.AgentAddress = agent;
        info.SubAgentId = subAgent;
        info.SequenceNumber = sequence;
        info.UptimeMs = uptime;
        return DecodeStatus.Ok;
    }

    private DecodeStatus DecodeSample(
        uint format, ReadOnlySpan<byte> sample, long exportTimeMs, IFlowSink? sink, ref FlowRecord scratch, ref SFlowDatagramInfo info)
    {
        switch (format)
        {
            case FlowSampleFormat or ExpandedFlowSampleFormat when sink is null:
                info.FlowSamples++;
                return DecodeStatus.Ok;
            case FlowSampleFormat or ExpandedFlowSampleFormat:
                Reset(ref scratch, exportTimeMs, info.SubAgentId);
                DecodeStatus status = DecodeFlowSample(format == ExpandedFlowSampleFormat, sample, ref scratch);
                if (status == DecodeStatus.Ok)
                {
                    info.FlowSamples++;
                    info.SamplesWithoutIp += scratch.Source.IsNone && scratch.Destination.IsNone ? 1 : 0;
                    sink!.OnFlow(ref scratch);
                }

                return status;
            case CounterSampleFormat or ExpandedCounterSampleFormat:
                info.CounterSamples++;
                return DecodeStatus.Ok;
            default:
                info.UnknownSamples++;
                return DecodeStatus.Ok;
        }
    }

    // flow sample:          sequence(4) source id(4)              rate(4) pool(4) drops(4) input(4)   output(4)   records(4)
    // expanded flow sample: sequence(4) source type(4) source(4)  rate(4) pool(4) drops(4) input(4+4) output(4+4) records(4)
    private DecodeStatus DecodeFlowSample(bool isExpanded, ReadOnlySpan<byte> sample, ref FlowRecord record)
    {
        XdrReader reader = new(sample);
        if (!reader.TrySkip(isExpanded ? 3 : 2)
            || !reader.TryReadUInt32(out uint rate)
            || !reader.TrySkip(2)
            || !TryReadInterface(ref reader, isExpanded, out _, out uint input)
            || !TryReadInterface(ref reader, isExpanded, out uint outputFormat, out uint output)
            || !reader.TryReadUInt32(out uint count))
        {
            return DecodeStatus.TruncatedRecord;
        }

        record.SamplingInterval = rate;
        record.Input = input;
        record.Output = output;
        record.ForwardingStatus = outputFormat == DiscardedFormat ? ForwardingDropped : 0;
        return _records.Read(ref reader, count, ref record);
    }

    // Gives 0 for what is no single interface: several outputs, a discarded packet, or the agent itself.
    private static bool TryReadInterface(ref XdrReader reader, bool isExpanded, out uint format, out uint index)
    {
        format = 0;
        if ((isExpanded && !reader.TryReadUInt32(out format)) || !reader.TryReadUInt32(out index))
        {
            index = 0;
            return false;
        }

        if (!isExpanded)
        {
            format = index >> InterfaceFormatShift;
            index &= InternalInterface;
        }

        index = format != 0 || index is InternalInterface or UnknownInterface ? 0 : index;
        return true;
    }

    private static void Reset(ref FlowRecord record, long exportTimeMs, uint subAgent)
    {
        IpAddress exporter = record.Exporter;
        long exporterIndex = record.ExporterIndex;
        record = default;
        record.Exporter = exporter;
        record.ExporterIndex = exporterIndex;
        record.Version = RecordVersion;
        record.ObservationDomainId = subAgent;
        record.Packets = 1;
        record.First = exportTimeMs;
        record.Last = exportTimeMs;
        record.ExportTime = exportTimeMs;
    }
}
