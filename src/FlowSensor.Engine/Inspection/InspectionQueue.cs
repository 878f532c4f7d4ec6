using FlowSensor.Protocols.Packets;

namespace FlowSensor.Engine.Inspection;

/// <summary>
/// Brings packets to inspection in groups. Meanwhile the memory of their tables is on its way into the cache, where one packet after the other would wait
/// for it, and each step's code stays there for the whole group. What is counted is the same.
/// </summary>
internal sealed class InspectionQueue(PacketInspector inspector)
{
    // Long enough for memory to come, short enough for it to be in the nearest cache still.
    private const int Most = 32;

    // Octets of payload, one after the other, so that short ones lie close together. A payload that finds no room goes without waiting.
    private const int Room = 1 << 14;

    private readonly PacketInspector _inspector = inspector;
    private readonly InspectedPacket[] _packets = new InspectedPacket[Most];
    private readonly byte[] _octets = new byte[Room];
    private int _count;
    private int _used;

    /// <summary>Takes a parsed packet and its transport payload as captured, which is copied where it is inspected at all.</summary>
    public void Add(in PacketHeaders headers, ReadOnlySpan<byte> payload, long timeMs)
    {
        if (_count == Most)
        {
            Settle();
        }

        ref InspectedPacket packet = ref _packets[_count];
        if (!_inspector.TrySelect(headers, payload, timeMs, ref packet))
        {
            return;
        }

        if (!payload.TryCopyTo(_octets.AsSpan(_used)))
        {
            Settle();
            _inspector.Inspect(packet, payload);
            return;
        }

        packet.CapturedAt = _used;
        packet.CapturedLength = payload.Length;
        _used += payload.Length;
        _count++;
    }

    /// <summary>Inspects all that waits: before time passes, and before anybody asks for counts.</summary>
    public void Settle()
    {
        Span<InspectedPacket> packets = _packets.AsSpan(0, _count);
        foreach (ref InspectedPacket packet in packets)
        {
            _inspector.Expect(ref packet);
        }

        foreach (ref readonly InspectedPacket packet in packets)
        {
            _inspector.Approach(in packet);
        }

        foreach (ref readonly InspectedPacket packet in packets)
        {
            _inspector.Inspect(in packet, _octets.AsSpan(packet.CapturedAt, packet.CapturedLength));
        }

        _count = 0;
        _used = 0;
    }
}
