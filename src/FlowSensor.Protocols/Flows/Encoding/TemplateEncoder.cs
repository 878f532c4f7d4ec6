using System.Buffers.Binary;

namespace FlowSensor.Protocols.Flows.Encoding;

/// <summary>
/// NetFlow v9 and IPFIX. Header v9 (RFC 3954 5.1): version, record count, uptime, export seconds, sequence, source id. Header IPFIX (RFC 7011 3.1):
/// version, length, export seconds, sequence, domain. Then sets: id, length, content.
/// </summary>
internal sealed class TemplateEncoder : FlowEncoder
{
    private const int V9HeaderLength = 20;
    private const int IpfixHeaderLength = 16;
    private const int SetHeaderLength = 4;
    private const ushort V9TemplateSet = 0;
    private const ushort IpfixTemplateSet = 2;

    private readonly bool _ipfix;
    private readonly int _headerLength;
    private readonly EncodedTemplate[] _templates;
    private readonly int _templateDatagrams;
    private readonly long _templateMs;
    private ExportClock _clock;
    private uint _sequence;
    private int _sinceTemplates;
    private long _templatesSentMs;
    private int _setStart;
    private int _setTemplate;
    private int _records;
    private int _dataRecords;

    public TemplateEncoder(FlowEncoderOptions options, IDatagramOutput output)
        : base(options, output)
    {
        _ipfix = options.Protocol == ExportProtocol.Ipfix;
        _headerLength = _ipfix ? IpfixHeaderLength : V9HeaderLength;
        _templates = EncodedTemplate.For(options.Protocol);
        _templateDatagrams = Math.Max(1, options.TemplateDatagrams);
        _templateMs = (long)options.TemplateInterval.TotalMilliseconds;
        _sinceTemplates = _templateDatagrams;
    }

    public override void Add(ref FlowRecord record, long nowMs)
    {
        int number = record.Source.IsIPv4 && record.Destination.IsIPv4 ? 0 : 1;
        EncodedTemplate template = _templates[number];
        bool sameSet = Length > 0 && _setTemplate == number;
        int needed = template.RecordLength + (sameSet ? 0 : SetHeaderLength);
        if (Length > 0 && Length + needed > Datagram.Length)
        {
            Flush(nowMs);
        }

        if (Length == 0)
        {
            Begin(nowMs);
        }

        if (_setTemplate != number)
        {
            EndSet();
            BeginSet(template.Id);
            _setTemplate = number;
        }

        FieldWriter.Write(template.Fields, FlowRecord.Slots(ref record), _clock.BootMs, Datagram.Slice(Length, template.RecordLength));
        Length += template.RecordLength;
        _records++;
        _dataRecords++;
        Records++;
    }

    public override void Flush(long nowMs)
    {
        if (Length == 0)
        {
            return;
        }

        EndSet();
        WriteHeader(nowMs);
        Send();
    }

    private void Begin(long nowMs)
    {
        _clock.Begin(nowMs);
        _records = 0;
        _dataRecords = 0;
        _setTemplate = -1;
        _setStart = 0;
        Length = _headerLength;
        if (_sinceTemplates >= _templateDatagrams || nowMs - _templatesSentMs >= _templateMs)
        {
            WriteTemplates();
            _sinceTemplates = 0;
            _templatesSentMs = nowMs;
        }

        _sinceTemplates++;
    }

    private void WriteTemplates()
    {
        BeginSet(_ipfix ? IpfixTemplateSet : V9TemplateSet);
        foreach (EncodedTemplate template in _templates)
        {
            WriteWord(template.Id);
            WriteWord((ushort)template.Fields.Length);
            foreach (EncodedField field in template.Fields)
            {
                WriteWord(field.Element);
                WriteWord(field.Length);
            }

            _records++;
        }

        EndSet();
    }

    private void BeginSet(ushort id)
    {
        _setStart = Length;
        WriteWord(id);
        WriteWord(0);
    }

    private void EndSet()
    {
        if (_setStart > 0)
        {
            BinaryPrimitives.WriteUInt16BigEndian(Datagram[(_setStart + 2)..], (ushort)(Length - _setStart));
            _setStart = 0;
        }
    }

    private void WriteWord(ushort value)
    {
        BinaryPrimitives.WriteUInt16BigEndian(Datagram[Length..], value);
        Length += sizeof(ushort);
    }

    private void WriteHeader(long nowMs)
    {
        Span<byte> header = Datagram[.._headerLength];

        // Rounded up, so that no flow ends after the export time.
        uint seconds = (uint)((nowMs + 999) / 1_000);
        BinaryPrimitives.WriteUInt16BigEndian(header, (ushort)(_ipfix ? 10 : 9));
        if (_ipfix)
        {
            BinaryPrimitives.WriteUInt16BigEndian(header[2..], (ushort)Length);
            BinaryPrimitives.WriteUInt32BigEndian(header[4..], seconds);
            BinaryPrimitives.WriteUInt32BigEndian(header[8..], _sequence);
            BinaryPrimitives.WriteUInt32BigEndian(header[12..], Domain);

            // Counts data records sent before this message, templates not (RFC 7011 3.1).
            _sequence += (uint)_dataRecords;
            return;
        }

        // Counts templates as well as data records (RFC 3954 5.1); uptime and seconds name the same instant.
        BinaryPrimitives.WriteUInt16BigEndian(header[2..], (ushort)_records);
        BinaryPrimitives.WriteUInt32BigEndian(header[4..], FieldWriter.Uptime(seconds * 1_000L, _clock.BootMs));
        BinaryPrimitives.WriteUInt32BigEndian(header[8..], seconds);
        BinaryPrimitives.WriteUInt32BigEndian(header[12..], _sequence++);
        BinaryPrimitives.WriteUInt32BigEndian(header[16..], Domain);
    }
}
