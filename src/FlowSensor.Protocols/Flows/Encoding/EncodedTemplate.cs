namespace FlowSensor.Protocols.Flows.Encoding;

/// <summary>
/// A template we send: one for each address family and format. Record lengths are multiples of four, so that no set needs padding
/// (RFC 3954 5.3, RFC 7011 3.3.1).
/// </summary>
internal sealed class EncodedTemplate
{
    private const ushort FirstId = 256;

    private EncodedTemplate(ushort id, EncodedField[] fields)
    {
        Id = id;
        Fields = fields;
        foreach (EncodedField field in fields)
        {
            RecordLength += field.Length;
        }
    }

    public ushort Id { get; }

    public EncodedField[] Fields { get; }

    public int RecordLength { get; }

    /// <summary>The templates of a format: IPv4, then IPv6.</summary>
    public static EncodedTemplate[] For(ExportProtocol protocol) => [Make(protocol, FirstId, false), Make(protocol, FirstId + 1, true)];

    private static EncodedTemplate Make(ExportProtocol protocol, ushort id, bool inet6)
    {
        List<EncodedField> fields = [];
        ushort addressLength = (ushort)(inet6 ? 16 : 4);
        EncodedKind address = inet6 ? EncodedKind.IPv6Address : EncodedKind.IPv4Address;

        void Add(ushort element, ushort length, string field, EncodedKind kind = EncodedKind.Integer) =>
            fields.Add(new EncodedField(element, length, ElementTargets.Slot(field), kind));

        Add((ushort)(inet6 ? 27 : 8), addressLength, nameof(FlowRecord.Source), address);
        Add((ushort)(inet6 ? 28 : 12), addressLength, nameof(FlowRecord.Destination), address);
        Add((ushort)(inet6 ? 62 : 15), addressLength, nameof(FlowRecord.NextHop), address);
        Add(7, 2, nameof(FlowRecord.SourcePort));
        Add(11, 2, nameof(FlowRecord.DestinationPort));
        Add(2, 8, nameof(FlowRecord.Packets));
        Add(1, 8, nameof(FlowRecord.Octets));
        if (protocol == ExportProtocol.Ipfix)
        {
            Add(152, 8, nameof(FlowRecord.First));
            Add(153, 8, nameof(FlowRecord.Last));
        }
        else
        {
            Add(22, 4, nameof(FlowRecord.First), EncodedKind.Uptime);
            Add(21, 4, nameof(FlowRecord.Last), EncodedKind.Uptime);
        }

        Add(10, 4, nameof(FlowRecord.Input));
        Add(14, 4, nameof(FlowRecord.Output));
        Add(16, 4, nameof(FlowRecord.SourceAs));
        Add(17, 4, nameof(FlowRecord.DestinationAs));
        Add(34, 4, nameof(FlowRecord.SamplingInterval));
        Add(58, 2, nameof(FlowRecord.Vlan));
        Add(59, 2, nameof(FlowRecord.PostVlan));
        Add((ushort)(inet6 && protocol == ExportProtocol.Ipfix ? 139 : 32), 2, nameof(FlowRecord.IcmpTypeCode));
        Add(4, 1, nameof(FlowRecord.Protocol));
        Add(6, 1, nameof(FlowRecord.TcpFlags));
        Add(5, 1, nameof(FlowRecord.Tos));
        Add(61, 1, nameof(FlowRecord.Direction));
        Add((ushort)(inet6 ? 29 : 9), 1, nameof(FlowRecord.SourceMask));
        Add((ushort)(inet6 ? 30 : 13), 1, nameof(FlowRecord.DestinationMask));
        return new EncodedTemplate(id, [.. fields]);
    }
}
