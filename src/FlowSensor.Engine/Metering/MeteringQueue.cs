using System.Runtime.CompilerServices;
using FlowSensor.Capture.Memory;

namespace FlowSensor.Engine.Metering;

/// <summary>
/// Packets on their way to their flows: some wait for their slot of the index, some for their flow, the oldest for what an end of the flow moves.
/// </summary>
internal sealed class MeteringQueue(HashIndex index, FlowRows flows, FlowWheel wheel)
{
    // Long enough for memory to come, short enough for it to be in the nearest cache still.
    private const int Most = 16;
    private const int UntilExpected = 6;
    private const int UntilApproached = 11;

    private readonly HashIndex _index = index;
    private readonly FlowRows _flows = flows;
    private readonly FlowWheel _wheel = wheel;
    private readonly MeteredPacket[] _packets = new MeteredPacket[Most];

    // Numbers of the packets that came, whose flow was asked for, its neighbours as well, and that were taken out.
    private uint _added;
    private uint _expected;
    private uint _approached;
    private uint _taken;

    public bool IsFull => _added - _taken == Most;

    public bool IsEmpty => _added == _taken;

    /// <summary>Room for one more packet; the caller fills it, and then says so by <see cref="Fetch"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref MeteredPacket Next() => ref _packets[_added++ % Most];

    /// <summary>Begins to fetch what looking for the packet's flow reads first, and what is next for those before it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Fetch(in MeteredPacket packet)
    {
        _index.Fetch(packet.Hash);
        if (_added - _expected == UntilExpected)
        {
            ExpectNext();
        }

        if (_added - _approached == UntilApproached)
        {
            ApproachNext();
        }
    }

    /// <summary>The oldest packet; valid until there is room again.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref readonly MeteredPacket Take()
    {
        if (_expected == _taken)
        {
            ExpectNext();
        }

        if (_approached == _taken)
        {
            ApproachNext();
        }

        return ref _packets[_taken++ % Most];
    }

    private void ExpectNext()
    {
        ref MeteredPacket packet = ref _packets[_expected++ % Most];
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
    private void ApproachNext()
    {
        ref readonly MeteredPacket packet = ref _packets[_approached++ % Most];
        if ((packet.TcpFlags & FlowLifetime.EndFlags) != 0 && packet.Flow >= 0)
        {
            _wheel.FetchNeighbours(packet.Flow);
        }
    }
}
