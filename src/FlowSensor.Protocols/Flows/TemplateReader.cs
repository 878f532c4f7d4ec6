using System.Buffers.Binary;

namespace FlowSensor.Protocols.Flows;

/// <summary>Reads template sets and options template sets of v9 (ids 0, 1) and IPFIX (ids 2, 3).</summary>
internal sealed class TemplateReader
{
    private const int V9TemplateSet = 0;
    private const int V9OptionsTemplateSet = 1;
    private const int IpfixTemplateSet = 2;
    private const int IpfixOptionsTemplateSet = 3;
    private const int FirstTemplateId = 256;
    private const int FieldLength = 4;

    private readonly IDatagramSink _sink;
    private readonly FieldSpecifier[] _fields = new FieldSpecifier[TemplateTable.MaxFields];

    public TemplateReader(IDatagramSink sink)
    {
        _sink = sink;
    }

    /// <summary>Reads one set. Ids that are reserved (RFC 3954 5.2, RFC 7011 3.3.2) are passed over.</summary>
    public DecodeStatus Read(ReadOnlySpan<byte> set, in DatagramHeader header, int setId, TemplateTable templates, ref DatagramCounts counts) =>
        (header.Version, setId) switch
        {
            (9, V9TemplateSet) or (10, IpfixTemplateSet) => ReadTemplates(set, header, templates, ref counts),
            (9, V9OptionsTemplateSet) => ReadV9OptionsTemplates(set, header, templates, ref counts),
            (10, IpfixOptionsTemplateSet) => ReadIpfixOptionsTemplates(set, header, templates, ref counts),
            _ => DecodeStatus.Ok,
        };

    // id, field count, fields (RFC 3954 5.2, RFC 7011 3.4.1). Fewer than four octets left are padding. Ids below 256 are no
    // templates (RFC 7011 3.4.1): exporters that pad between templates make them up, and the sets that follow are still good.
    private DecodeStatus ReadTemplates(ReadOnlySpan<byte> set, in DatagramHeader header, TemplateTable templates, ref DatagramCounts counts)
    {
        while (set.Length >= 4)
        {
            ushort id = BinaryPrimitives.ReadUInt16BigEndian(set);
            int count = BinaryPrimitives.ReadUInt16BigEndian(set[2..]);
            set = set[4..];
            if (count == 0)
            {
                if (id == 0)
                {
                    return DecodeStatus.Ok;
                }

                Withdraw(header.Version, id, IpfixTemplateSet, templates, ref counts);
                continue;
            }

            if (id < FirstTemplateId)
            {
                counts.RefusedTemplates++;
                return DecodeStatus.Ok;
            }

            if (!TryReadFields(ref set, count, header.Version == 10))
            {
                return DecodeStatus.BadTemplate;
            }

            Learn(header, id, 0, false, count, templates, ref counts);
        }

        return DecodeStatus.Ok;
    }

    // id, octets of scope fields, octets of option fields, the fields (RFC 3954 6.1).
    private DecodeStatus ReadV9OptionsTemplates(ReadOnlySpan<byte> set, in DatagramHeader header, TemplateTable templates, ref DatagramCounts counts)
    {
        while (set.Length >= 6)
        {
            ushort id = BinaryPrimitives.ReadUInt16BigEndian(set);
            int scopes = BinaryPrimitives.ReadUInt16BigEndian(set[2..]) / FieldLength;
            int count = scopes + (BinaryPrimitives.ReadUInt16BigEndian(set[4..]) / FieldLength);
            if (id < FirstTemplateId)
            {
                // Padding, which may be longer than a template's header here.
                return DecodeStatus.Ok;
            }

            set = set[6..];
            if (!TryReadFields(ref set, count, false))
            {
                return DecodeStatus.BadTemplate;
            }

            Learn(header, id, scopes, true, count, templates, ref counts);
        }

        return DecodeStatus.Ok;
    }

    // id, field count, scope field count, fields; no scope count in a withdrawal (RFC 7011 3.4.2.2, 8.1).
    private DecodeStatus ReadIpfixOptionsTemplates(ReadOnlySpan<byte> set, in DatagramHeader header, TemplateTable templates, ref DatagramCounts counts)
    {
        while (set.Length >= 4)
        {
            ushort id = BinaryPrimitives.ReadUInt16BigEndian(set);
            int count = BinaryPrimitives.ReadUInt16BigEndian(set[2..]);
            if (count == 0)
            {
                if (id == 0)
                {
                    return DecodeStatus.Ok;
                }

                Withdraw(10, id, IpfixOptionsTemplateSet, templates, ref counts);
                set = set[4..];
                continue;
            }

            if (set.Length < 6)
            {
                return DecodeStatus.BadTemplate;
            }

            if (id < FirstTemplateId)
            {
                counts.RefusedTemplates++;
                return DecodeStatus.Ok;
            }

            int scopes = BinaryPrimitives.ReadUInt16BigEndian(set[4..]);
            set = set[6..];
            if (scopes > count || !TryReadFields(ref set, count, true))
            {
                return DecodeStatus.BadTemplate;
            }

            Learn(header, id, scopes, true, count, templates, ref counts);
        }

        return DecodeStatus.Ok;
    }

    // id and length, and the enterprise number when the id's top bit is set (IPFIX only, RFC 7011 3.2).
    private bool TryReadFields(ref ReadOnlySpan<byte> set, int count, bool enterprises)
    {
        if (count > _fields.Length)
        {
            return false;
        }

        for (int i = 0; i < count; i++)
        {
            if (set.Length < FieldLength)
            {
                return false;
            }

            ushort id = BinaryPrimitives.ReadUInt16BigEndian(set);
            ushort length = BinaryPrimitives.ReadUInt16BigEndian(set[2..]);
            uint enterprise = 0;
            set = set[FieldLength..];
            if (enterprises && (id & 0x8000) != 0)
            {
                if (set.Length < FieldLength)
                {
                    return false;
                }

                enterprise = BinaryPrimitives.ReadUInt32BigEndian(set);
                id &= 0x7FFF;
                set = set[FieldLength..];
            }

            _fields[i] = new FieldSpecifier(id, length, enterprise);
        }

        return true;
    }

    private void Learn(
        in DatagramHeader header, ushort id, int scopes, bool isOptions, int count, TemplateTable templates, ref DatagramCounts counts)
    {
        counts.Templates++;
        ReadOnlySpan<FieldSpecifier> fields = _fields.AsSpan(0, count);
        if (templates.Find(id) is Template known && known.Matches(scopes, isOptions, fields))
        {
            known.LastAnnounced = header.ExportTime;
            return;
        }

        // A record of no octets would never use its set up; a template of no fields says nothing.
        Template? template = count == 0 ? null : Template.TryCreate(header.Version, id, scopes, isOptions, fields);
        if (template is null || !templates.TryPut(template))
        {
            counts.RefusedTemplates++;
            return;
        }

        template.LastAnnounced = header.ExportTime;
        _sink.OnTemplate(template);
    }

    // A template id withdraws one template, the set's own id all of its kind (RFC 7011 8.1). v9 has no withdrawal.
    private void Withdraw(int version, ushort id, int allId, TemplateTable templates, ref DatagramCounts counts)
    {
        if (version != 10 || (id < FirstTemplateId && id != allId))
        {
            counts.RefusedTemplates++;
            return;
        }

        counts.Withdrawals++;
        if (id == allId)
        {
            templates.RemoveAll(allId == IpfixOptionsTemplateSet);
        }
        else
        {
            templates.Remove(id);
        }

        _sink.OnTemplateWithdrawn(id);
    }
}
