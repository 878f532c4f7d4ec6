using FlowSensor.Protocols.Packets;

namespace FlowSensor.Engine.Inspection;

/// <summary>
/// Gives packets to inspection some at a time. By the time the first of them is inspected, the memory of all is on its way into the cache,
/// where one packet after the other would wait for each of its tables. What is counted is the same.
/// </summary>
internal sealed class InspectionQueue(PacketInspector inspector)
{
    private const int Most = 32;

    // Some usual packets; a longer one goes without waiting.
    private const int Room = 16 * 1024;

    private readonly PacketInspector _inspector = inspector;
    private readonly InspectedPacket[] _packets = new InspectedPacket[Most];
    private readonly byte[] _octets = new byte[Room];
    private int _count;
    private int _used;

    /// <summary>Takes a parsed packet and its transport payload as captured, which is copied where it is inspected at all.</summary>
    public void Add(in PacketHeaders headers, ReadOnlySpan<byte> payload, long timeMs)
    {
        if (payload.Length > Room - _used)
        {
            Settle();
        }

        ref InspectedPacket packet = ref _packets[_count];
        if (!_inspector.TrySelect(headers, payload, timeMs, ref packet))
        {
            return;
        }

        if (payload.Length > Room)
        {
            _inspector.Inspect(packet, payload);
            return;
        }

        payload.CopyTo(_octets.AsSpan(_used));
        packet.PayloadOffset = _used;
        packet.PayloadLength = payload.Length;
        _used += payload.Length;
        if (++_count == Most)
        {
            Settle();
        }
    }

    /// <summary>Inspects all that waits: before time passes, and before anybody asks for counts.</summary>
    public void Settle()
    {
        ReadOnlySpan<InspectedPacket> packets = _packets.AsSpan(0, _count);
        _count = 0;
        _used = 0;
        foreach (ref readonly InspectedPacket packet in packets)
        {
            _inspector.Expect(packet);
        }

        foreach (ref readonly InspectedPacket packet in packets)
        {
            _inspector.Inspect(packet, _octets.AsSpan(packet.PayloadOffset, packet.PayloadLength));
        }
    }
}
