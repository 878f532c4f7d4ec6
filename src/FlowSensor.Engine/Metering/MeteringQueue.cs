using System.Runtime.CompilerServices;
using FlowSensor.Capture.Memory;

namespace FlowSensor.Engine.Metering;

/// <summary>
/// Packets on their way to their flows. They are taken in groups and step by step: while the slots of the index come for some, others fetch their flows,
/// and each step's code stays in the processor's nearest cache for the whole group.
/// </summary>
internal sealed class MeteringQueue(HashIndex index, FlowRows flows, FlowWheel wheel)
{
    // Long enough for memory to come, short enough for it to be in the nearest cache still.
    private const int Most = 32;

    private readonly HashIndex _index = index;
    private readonly FlowRows _flows = flows;
    private readonly FlowWheel _wheel = wheel;
    private readonly MeteredPacket[] _packets = new MeteredPacket[Most];
    private int _count;

    public bool IsFull => _count == Most;

    /// <summary>Room for one more packet; the caller fills it, and then says so by <see cref="Fetch"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref MeteredPacket Next() => ref _packets[_count++];

    /// <summary>Begins to fetch what looking for the packet's flow reads first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Fetch(in MeteredPacket packet) => _index.Fetch(packet.Hash);

    /// <summary>All packets, in the order in which they came, with what they need on its way; valid until <see cref="Next"/>, for which there is room again.</summary>
    public ReadOnlySpan<MeteredPacket> Take()
    {
        Span<MeteredPacket> packets = _packets.AsSpan(0, _count);
        foreach (ref MeteredPacket packet in packets)
        {
            Expect(ref packet);
        }

        foreach (ref readonly MeteredPacket packet in packets)
        {
            Approach(in packet);
        }

        _count = 0;
        return packets;
    }

    private void Expect(ref MeteredPacket packet)
    {
        int flow = _index.Peek(packet.Hash);
        packet.Flow = flow;
        if (flow >= 0)
        {
            CacheHint.Fetch(in _flows[flow]);
            if ((packet.TcpFlags & FlowLifetime.EndFlags) != 0)
            {
                CacheHint.Fetch(in _flows.Rest(flow));
            }
        }
    }

    // An end moves the flow in the wheel, which writes to its neighbours there.
    private void Approach(in MeteredPacket packet)
    {
        if ((packet.TcpFlags & FlowLifetime.EndFlags) != 0 && packet.Flow >= 0)
        {
            _wheel.FetchNeighbours(packet.Flow);
        }
    }
}
