using System.Runtime.InteropServices;
using FlowSensor.Fuzz.Seeds;
using FlowSensor.Protocols.Flows;
using FlowSensor.Protocols.SFlow;

namespace FlowSensor.Fuzz.Targets;

/// <summary>sFlow: one datagram.</summary>
internal sealed class SFlowTarget : FuzzTarget, IFlowSink
{
    private readonly SFlowDecoder _decoder = new();
    private ulong _sum;
    private int _records;

    /// <inheritdoc/>
    public override string Name => "sflow";

    /// <inheritdoc/>
    public override string Description => "SFlowDecoder, one datagram";

    /// <inheritdoc/>
    public override int Weight => 3;

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Tokens { get; } =
    [
        [0, 0, 0, 5, 0, 0, 0, 1], [0, 0, 0, 1], [0, 0, 0, 2], [0, 0, 0, 3], [0, 0, 0, 4], [0, 0, 3, 0xE9], [0, 0, 3, 0xEA], [0, 0, 3, 0xEB], [0, 0, 3, 0xEF], [0, 0, 3, 0xF0],
        [0x3F, 0xFF, 0xFF, 0xFF], [0x40, 0, 0, 0], [0x80, 0, 0, 2], [0, 0, 0, 11], [0, 0, 0, 12], [0, 0, 0, 13], [0, 0, 0, 14], [0xFF, 0xFF, 0xFF, 0xFF],
    ];

    /// <inheritdoc/>
    public override long MostAllocated(int length) => 64;

    /// <inheritdoc/>
    public override IEnumerable<byte[]> Seeds(SeedFiles files) =>
    [
        .. files.Traffic.Of("sflow"),

        // One flow sample with a sampled header, by hand.
        Convert.FromHexString(
            "00000005" + "00000001C0000201" + "00000000" + "00000001" + "00000064" + "00000001"
            + "00000001" + "00000064" + "00000001" + "00000001" + "00000064" + "00000064" + "00000000" + "00000001" + "00000002" + "00000001"
            + "00000001" + "0000003C" + "00000001" + "0000004A" + "00000004" + "0000002A"
            + "000000000202000000000101" + "0800" + "4500003C000100004006" + "0000C0000201C6335401" + "0400001900000001" + "0000"),
    ];

    /// <inheritdoc/>
    public override void Run(ReadOnlySpan<byte> input, ref Observation seen)
    {
        _sum = 0;
        _records = 0;
        FlowRecord scratch = default;
        seen.Status((int)_decoder.Decode(input, 1_700_000_000_000, this, ref scratch, out SFlowDatagramInfo info));
        seen.Status(SFlowDecoder.TryReadHeader(input, out _) ? 1 : 0);
        seen.Count(info.Samples);
        seen.Count(info.FlowSamples);
        seen.Count(info.CounterSamples);
        seen.Count(info.UnknownSamples);
        seen.Count(info.SamplesWithoutIp);
        seen.Add((long)_sum);
        if (_records != info.FlowSamples || info.Samples > input.Length / 8)
        {
            throw new PropertyException("samples are miscounted");
        }
    }

    /// <inheritdoc/>
    public void OnFlow(ref FlowRecord record)
    {
        _records++;
        foreach (ulong word in MemoryMarshal.Cast<byte, ulong>(MemoryMarshal.AsBytes(new ReadOnlySpan<FlowRecord>(in record))))
        {
            _sum = (_sum ^ word) * 0x9E37_79B9_7F4A_7C15;
        }
    }
}
