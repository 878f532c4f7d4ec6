using System.Buffers.Binary;

namespace FlowSensor.Protocols.Flows;

/// <summary>
/// Decodes NetFlow v1, v5, v7, v9 and IPFIX datagrams. Works set by set: the records of complete sets go to the sink, the first
/// broken set ends the datagram and gives its status. Never throws on content, never loops without consuming, allocates only
/// when a template is learned. One instance per thread: it reuses one record.
/// </summary>
public sealed class DatagramDecoder
{
    private const int SetHeaderLength = 4;
    private const int FirstDataSetId = 256;

    private readonly IDatagramSink _sink;
    private readonly RecordReader _records;
    private readonly TemplateReader _templates;
    private bool _isSkimming;

    /// <summary>Makes a decoder.</summary>
    /// <param name="sink">Takes what the datagrams hold.</param>
    /// <param name="everyField">
    /// False where the sink reads no more of a record than what traffic is counted by: addresses, next hop, ports, protocol, flags,
    /// ICMP type, counters, times and sampling. The other fields are then 0 and cost nothing.
    /// </param>
    public DatagramDecoder(IDatagramSink sink, bool everyField = true)
    {
        _sink = sink;
        _records = new RecordReader(sink, everyField);
        _templates = new TemplateReader(sink);
    }

    /// <summary>Decodes one datagram.</summary>
    /// <param name="datagram">The UDP payload.</param>
    /// <param name="header">Its header, as <see cref="DatagramHeader.TryRead"/> read it.</param>
    /// <param name="domain">State of the exporter's observation domain.</param>
    /// <param name="counts">What was found, also when the status is not Ok.</param>
    public DecodeStatus Decode(
        ReadOnlySpan<byte> datagram, in DatagramHeader header, ObservationDomain domain, out DatagramCounts counts)
    {
        counts = default;
        switch (header.Version)
        {
            case 9:
                return DecodeSets(datagram, datagram.Length, header, domain, ref counts);
            case 10:
                // The length covers the whole message, header included (RFC 7011 3.1); what follows it is not part of it.
                int length = BinaryPrimitives.ReadUInt16BigEndian(datagram[2..]);
                return length < header.Length || length > datagram.Length
                    ? DecodeStatus.BadMessageLength
                    : DecodeSets(datagram, length, header, domain, ref counts);
            default:
                return DecodeFixed(datagram, header, domain, ref counts);
        }
    }

    /// <summary>
    /// Reads what later datagrams need, templates and options, and only counts the flow records: for exporters that send more than is
    /// wanted of them. Sets without a known template are not given to the sink.
    /// </summary>
    /// <param name="datagram">The UDP payload.</param>
    /// <param name="header">Its header, as <see cref="DatagramHeader.TryRead"/> read it.</param>
    /// <param name="domain">State of the exporter's observation domain.</param>
    /// <param name="counts">What was found, also when the status is not Ok.</param>
    public DecodeStatus Skim(
        ReadOnlySpan<byte> datagram, in DatagramHeader header, ObservationDomain domain, out DatagramCounts counts)
    {
        _isSkimming = true;
        DecodeStatus status = Decode(datagram, header, domain, out counts);
        _isSkimming = false;
        return status;
    }

    /// <summary>Decodes a data set that waited for its template.</summary>
    /// <param name="buffer">At least eight octets of anything, then the records.</param>
    /// <param name="start">Where the records start.</param>
    /// <param name="header">Header of the datagram the set came in.</param>
    /// <param name="domain">State of the observation domain.</param>
    /// <param name="template">The set's template.</param>
    /// <param name="counts">What was found.</param>
    public DecodeStatus DecodeLateSet(
        ReadOnlySpan<byte> buffer,
        int start,
        in DatagramHeader header,
        ObservationDomain domain,
        Template template,
        out DatagramCounts counts)
    {
        counts = default;
        return start < sizeof(ulong)
            ? DecodeStatus.BadSetLength
            : _records.Read(buffer, start, buffer.Length, header, domain, template.Plan, template.IsOptions, ref counts);
    }

    // v1, v5, v7: a header and `count` records of a fixed layout. A count that the datagram cannot hold is refused, never
    // trusted; octets behind the last record are ignored.
    private DecodeStatus DecodeFixed(
        ReadOnlySpan<byte> datagram, in DatagramHeader header, ObservationDomain domain, ref DatagramCounts counts)
    {
        DecodePlan plan = FixedLayouts.Plan(header, datagram.Length);
        long end = header.Length + ((long)header.Count * plan.MinimumRecordLength);
        if (header.Count == 0 || end > datagram.Length)
        {
            return DecodeStatus.BadCount;
        }

        if (header.Version == 5)
        {
            // Two bits of mode, fourteen of interval; some exporters leave the mode at 0 and still sample.
            domain.Samplers.Learn(null, header.Sampling & 0x3FFFu);
        }

        if (_isSkimming)
        {
            counts.SkimmedSets++;
            counts.SkimmedRecords += header.Count;
            return DecodeStatus.Ok;
        }

        return _records.Read(datagram, header.Length, (int)end, header, domain, plan, false, ref counts);
    }

    // Sets stand behind each other until the datagram ends: id, length (header included), content (RFC 3954 5.1, RFC 7011 3.3).
    // The header's count is not looked at: exporters get it wrong. Some count the message length wrong too, so that the last
    // set, which begins inside the message, ends behind it but inside the datagram: it is taken as sent.
    private DecodeStatus DecodeSets(
        ReadOnlySpan<byte> datagram, int messageLength, in DatagramHeader header, ObservationDomain domain, ref DatagramCounts counts)
    {
        DecodeStatus status = DecodeStatus.Ok;
        int offset = header.Length;
        while (messageLength - offset >= SetHeaderLength)
        {
            int id = BinaryPrimitives.ReadUInt16BigEndian(datagram[offset..]);
            int length = BinaryPrimitives.ReadUInt16BigEndian(datagram[(offset + 2)..]);
            if (length == 0 && id == 0)
            {
                // Some exporters send a buffer of fixed size, zeros behind the last set.
                return status;
            }

            if (length < SetHeaderLength || length > datagram.Length - offset)
            {
                return DecodeStatus.BadSetLength;
            }

            int start = offset + SetHeaderLength;
            offset += length;
            DecodeStatus set = id >= FirstDataSetId
                ? DecodeData(datagram, start, offset, (ushort)id, header, domain, ref counts)
                : _templates.Read(datagram[start..offset], header, id, domain.Templates, ref counts);
            if (set == DecodeStatus.UnknownTemplate)
            {
                status = set;
            }
            else if (set != DecodeStatus.Ok)
            {
                return set;
            }
        }

        return status;
    }

    private DecodeStatus DecodeData(
        ReadOnlySpan<byte> datagram,
        int start,
        int end,
        ushort id,
        in DatagramHeader header,
        ObservationDomain domain,
        ref DatagramCounts counts)
    {
        Template? template = domain.Templates.Find(id);
        if (template is null)
        {
            counts.UnknownSets++;
            if (_isSkimming)
            {
                counts.SkimmedSets++;
            }
            else
            {
                _sink.OnUnknownSet(id, datagram[start..end]);
            }

            return DecodeStatus.UnknownTemplate;
        }

        if (_isSkimming && !template.IsOptions)
        {
            counts.SkimmedSets++;
            return RecordCounter.Count(datagram[start..end], template.Plan, ref counts);
        }

        return _records.Read(datagram, start, end, header, domain, template.Plan, template.IsOptions, ref counts);
    }
}
