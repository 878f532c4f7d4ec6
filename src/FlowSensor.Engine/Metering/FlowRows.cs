using System.Numerics;
using System.Runtime.CompilerServices;
using FlowSensor.Capture.Memory;

namespace FlowSensor.Engine.Metering;

/// <summary>The places of a cache's flows. Memory is touched only as far as places were ever used.</summary>
internal sealed class FlowRows
{
    private readonly RowBlock<FlowEntry> _entries;
    private readonly RowBlock<FlowRest> _rests;

    /// <param name="count">Places; none is cleared before its first use.</param>
    public FlowRows(int count)
    {
        int bits = BitOperations.Log2(BitOperations.RoundUpToPowerOf2((uint)count));
        Count = count;
        _entries = RowBlocks.Allocate<FlowEntry>(1, bits)[0];
        _rests = RowBlocks.Allocate<FlowRest>(1, bits)[0];
    }

    public int Count { get; }

    /// <summary>What every packet touches of a flow.</summary>
    public ref FlowEntry this[int flow]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref _entries[(uint)flow];
    }

    /// <summary>The rest of a flow.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref FlowRest Rest(int flow) => ref _rests[(uint)flow];

    /// <summary>Makes the place that of a flow whose first packet came.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Begin(int flow, in MeteredPacket packet)
    {
        ref FlowEntry entry = ref this[flow];
        entry.Source = packet.Source;
        entry.Destination = packet.Destination;
        entry.Tuple = packet.Tuple;
        entry.FirstLow = (uint)packet.TimeMs;
        entry.LastLow = (uint)packet.TimeMs;
        entry.Packets = 1;
        entry.Octets = packet.Octets;
        entry.TcpFlags = packet.TcpFlags;
        entry.Tos = packet.Tos;
        ref FlowRest rest = ref Rest(flow);
        rest.Vlan = packet.Vlan;
        rest.Hash = packet.Hash;
        rest.SourceMac = packet.SourceMac;
        rest.DestinationMac = packet.DestinationMac;
    }
}
