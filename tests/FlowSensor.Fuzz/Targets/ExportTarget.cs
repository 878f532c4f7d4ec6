using System.Buffers.Binary;
using System.Runtime.InteropServices;
using FlowSensor.Fuzz.Mutation;
using FlowSensor.Fuzz.Seeds;
using FlowSensor.Protocols.Flows;

namespace FlowSensor.Fuzz.Targets;

/// <summary>NetFlow and IPFIX: several datagrams of one exporter in a row, so that templates are learned, changed and withdrawn.</summary>
internal sealed class ExportTarget : FuzzTarget
{
    private const int MostTemplates = 16;

    private static readonly long LastTime = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    private readonly Sink _sink = new();
    private readonly DatagramDecoder _decoder;

    private readonly string _name;
    private readonly ushort _version;

    /// <summary>Makes the target.</summary>
    public ExportTarget(string name, ushort version)
    {
        _name = name;
        _version = version;
        _decoder = new DatagramDecoder(_sink);
        Tokens = TokensOf((byte)version);
    }

    /// <inheritdoc/>
    public override string Name => _name;

    /// <inheritdoc/>
    public override string Description => $"DatagramDecoder, version {_version}, datagrams of one exporter";

    /// <inheritdoc/>
    public override InputForm Form => InputForm.Frames;

    /// <inheritdoc/>
    public override int LongestInput => 2_000;

    /// <inheritdoc/>
    // The domain's tables; then plans of templates, and samplers.
    public override long MostAllocated(int length) => 10_000 + (400L * length);

    /// <inheritdoc/>
    public override int Weight => 3;

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Tokens { get; }

    /// <inheritdoc/>
    public override IEnumerable<byte[]> Seeds(SeedFiles files) => [.. files.Traffic.Of(_name), .. ExportSeeds.Of(_version)];

    /// <inheritdoc/>
    public override void Repair(Span<byte> input)
    {
        for (int at = 0; input.Length - at > sizeof(ushort);)
        {
            int length = Math.Min(BinaryPrimitives.ReadUInt16BigEndian(input[at..]), input.Length - at - sizeof(ushort));
            RepairDatagram(input.Slice(at + sizeof(ushort), length));
            at += sizeof(ushort) + length;
        }
    }

    /// <inheritdoc/>
    public override void Run(ReadOnlySpan<byte> input, ref Observation seen)
    {
        _sink.Reset();
        ObservationDomain domain = new(new TemplateBudget(MostTemplates));
        Frames frames = new(input);
        int octets = 0;
        while (frames.TryNext(out ReadOnlySpan<byte> datagram))
        {
            DecodeStatus status = DatagramHeader.TryRead(datagram, out DatagramHeader header);
            seen.Status((int)status);
            if (status != DecodeStatus.Ok)
            {
                continue;
            }

            status = _decoder.Decode(datagram, header, domain, out DatagramCounts counts);
            octets += datagram.Length;
            seen.Status((int)status);
            seen.Count(counts.FlowRecords);
            seen.Count(counts.OptionsRecords);
            seen.Count(counts.Templates);
            seen.Count(counts.RefusedTemplates);
            seen.Count(counts.UnknownSets);
            seen.Count(counts.Withdrawals);
            if (counts.FlowRecords + counts.OptionsRecords + counts.Templates > datagram.Length)
            {
                throw new PropertyException("more records than octets");
            }
        }

        if (_sink.HasTimeOutOfRange)
        {
            throw new PropertyException("a time no calendar has");
        }

        if (_sink.UnknownOctets > octets || domain.Templates.Count > MostTemplates)
        {
            throw new PropertyException("more was handed on than came in");
        }

        seen.Add((long)_sink.Sum);
        seen.Count(_sink.UnknownOctets);
        seen.Count(domain.Templates.Count);
        seen.Count(domain.Samplers.Samplers.Count);
    }

    // The version, so that the header is passed; for IPFIX the message length; for both kinds of sets the last set's length.
    private void RepairDatagram(Span<byte> datagram)
    {
        if (datagram.Length < 4)
        {
            return;
        }

        BinaryPrimitives.WriteUInt16BigEndian(datagram, _version);
        int at = _version switch { 9 => 20, 10 => 16, _ => datagram.Length };
        if (_version == 10)
        {
            BinaryPrimitives.WriteUInt16BigEndian(datagram[2..], (ushort)datagram.Length);
        }

        while (datagram.Length - at >= 4)
        {
            int length = BinaryPrimitives.ReadUInt16BigEndian(datagram[(at + 2)..]);
            if (length < 4 || length > datagram.Length - at)
            {
                length = datagram.Length - at;
                BinaryPrimitives.WriteUInt16BigEndian(datagram[(at + 2)..], (ushort)length);
            }

            at += length;
        }
    }

    private static byte[][] TokensOf(byte version) =>
    [
        [0, version], [0, 0, 0, 4], [0, 1, 0, 4], [0, 2, 0, 4], [0, 3, 0, 4], [1, 0], [1, 1], [0xFF, 0xFF], [0x80, 0], [0, 0, 0x72, 0x79],
        [0, 2, 0, 8, 1, 0, 0, 0], [0, 2, 0, 8, 0, 2, 0, 0], [0, 3, 0, 8, 0, 3, 0, 0], [0xFF, 0, 0],
        [0, 8, 0, 4], [0, 12, 0, 4], [0, 27, 0, 16], [0, 1, 0, 8], [0, 2, 0, 8], [0, 34, 0, 4], [0, 48, 0, 1], [0, 50, 0, 4], [1, 0x3B, 0xFF, 0xFF], [1, 0x39, 0xFF, 0xFF], [0, 104, 0xFF, 0xFF],
        [0, 160, 0, 8], [0, 152, 0, 8], [0, 158, 0, 8], [0, 162, 0, 8], [0, 21, 0, 4], [0, 231, 0, 8], [0, 232, 0, 8], [1, 0x2E, 0, 8], [1, 0x31, 0, 4],
    ];

    private sealed class Sink : IDatagramSink
    {
        public ulong Sum { get; private set; }

        public int UnknownOctets { get; private set; }

        public bool HasTimeOutOfRange { get; private set; }

        public void Reset()
        {
            Sum = 0;
            UnknownOctets = 0;
            HasTimeOutOfRange = false;
        }

        public void OnFlow(ref FlowRecord record)
        {
            HasTimeOutOfRange |= Math.Min(record.First, record.Last) < 0 || Math.Max(record.First, record.Last) > LastTime;
            foreach (ulong word in MemoryMarshal.Cast<byte, ulong>(MemoryMarshal.AsBytes(new ReadOnlySpan<FlowRecord>(in record))))
            {
                Sum = (Sum ^ word) * 0x9E37_79B9_7F4A_7C15;
            }
        }

        public void OnTemplate(Template template) => Sum = (Sum * 31) + template.Id + (ulong)template.Fields.Length;

        public void OnTemplateWithdrawn(ushort templateId) => Sum = (Sum * 37) + templateId;

        public void OnUnknownSet(ushort setId, ReadOnlySpan<byte> records) => UnknownOctets += records.Length;
    }
}
