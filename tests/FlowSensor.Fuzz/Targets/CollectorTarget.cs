using FlowSensor.Engine.Collection;
using FlowSensor.Engine.Traffic;
using FlowSensor.Fuzz.Mutation;
using FlowSensor.Fuzz.Seeds;
using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.Flows;

namespace FlowSensor.Fuzz.Targets;

/// <summary>The collector: datagrams of all formats, each behind an octet that says who sent it and when. Every datagram has one fate.</summary>
internal sealed class CollectorTarget : FuzzTarget, IFlowAccount
{
    private const int MaxTemplates = 8;
    private const int MaxExporters = 4;
    private const uint FirstExporter = 0xC000_0201;
    private const long StartMs = 1_700_000_000_000;

    private Observation _seen;
    private long _watermark;
    private int _records;

    /// <inheritdoc/>
    public override string Name => "collector";

    /// <inheritdoc/>
    public override string Description => "Collector, datagrams of several exporters";

    /// <inheritdoc/>
    public override InputForm Form => InputForm.Frames;

    /// <inheritdoc/>
    public override int LongestInput => 3_000;

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Tokens { get; } = [[0, 9], [0, 10], [0, 5], [0, 0, 0, 5], [1, 44], [1, 0x90], [0x65, 0x50, 0, 0], [0xFF, 0xFF, 0xFF, 0xFF]];

    /// <inheritdoc/>
    // The collector with its tables, exporters with theirs, plans.
    public override long MostAllocated(int length) => 400_000 + (600L * length);

    /// <inheritdoc/>
    public override IEnumerable<byte[]> Seeds(SeedFiles files)
    {
        foreach (string kind in new[] { "v1", "v5", "v7", "v9", "ipfix", "sflow" })
        {
            foreach (byte[] seed in files.Traffic.Of(kind))
            {
                yield return kind == "sflow" ? Frames.Join([0, .. seed]) : FromAnExporter(seed);
            }
        }

        foreach (int version in new[] { 1, 5, 7, 9, 10 })
        {
            foreach (byte[] seed in ExportSeeds.Of(version))
            {
                yield return FromAnExporter(seed);
            }
        }
    }

    /// <inheritdoc/>
    public override void Run(ReadOnlySpan<byte> input, ref Observation seen)
    {
        _seen = default;
        _watermark = long.MinValue;
        _records = 0;
        Collector collector = new(new CollectorOptions { MaxExporters = MaxExporters, MaxTemplates = MaxTemplates, PendingOctets = 4_000 }, this);
        Frames frames = new(input);
        long nowMs = StartMs;
        int datagrams = 0;
        while (frames.TryNext(out ReadOnlySpan<byte> frame))
        {
            nowMs += frame.IsEmpty ? 86_400_000 : frame[0] >> 3;
            if (!frame.IsEmpty)
            {
                datagrams++;
                collector.Receive(frame[1..], IpAddress.FromIPv4(FirstExporter + (frame[0] & 7u)), nowMs);
            }
        }

        collector.Complete();
        Ledger total = collector.Total();
        seen = _seen;
        seen.Count(total.Records);
        seen.Count(total.Decoded);
        seen.Count(total.Pending);
        seen.Count(collector.TemplateCount);
        seen.Count(collector.Exporters.Count);
        foreach (DropCause cause in Enum.GetValues<DropCause>())
        {
            seen.Count(total.Dropped(cause));
        }

        if (total.Datagrams != datagrams || total.Datagrams != total.Decoded + total.Pending + total.DroppedTotal)
        {
            throw new PropertyException("a datagram has no fate, or two");
        }

        if (collector.TemplateCount > MaxTemplates || collector.Exporters.Count > MaxExporters || _records > input.Length)
        {
            throw new PropertyException("a table holds more than it may, or there are more records than octets");
        }
    }

    /// <inheritdoc/>
    public void Add(ref FlowRecord record, long eventTime)
    {
        _records++;
        _seen.Add(eventTime);
        _seen.Add((long)record.Octets);
        if (eventTime < _watermark)
        {
            throw new PropertyException("a record counts before the watermark");
        }
    }

    /// <inheritdoc/>
    public void Advance(long watermark)
    {
        if (watermark < _watermark)
        {
            throw new PropertyException("the watermark goes back");
        }

        _watermark = watermark;
        _seen.Add(watermark);
    }

    /// <inheritdoc/>
    public void Flush() => _watermark = long.MinValue;

    private static byte[] FromAnExporter(ReadOnlySpan<byte> datagrams)
    {
        List<byte[]> frames = [];
        Frames inner = new(datagrams);
        while (inner.TryNext(out ReadOnlySpan<byte> datagram))
        {
            frames.Add([0, .. datagram]);
        }

        return Frames.Join(frames);
    }
}
