using FlowSensor.Protocols.Packets;

namespace FlowSensor.Engine.Inspection;

/// <summary>
/// Brings packets to inspection in groups. Meanwhile the memory of their tables is on its way into the cache, where one packet after the other would wait
/// for it, and each step's code stays there for the whole group. What is counted is the same.
/// </summary>
internal sealed class InspectionQueue(PacketInspector inspector)
{
    // Long enough for memory to come, short enough for it to be in the nearest cache still.
    private const int Most = 16;

    // The usual segment; a longer one goes without waiting.
    private const int Room = 2048;

    private readonly PacketInspector _inspector = inspector;
    private readonly InspectedPacket[] _packets = new InspectedPacket[Most];
    private readonly byte[] _octets = new byte[Most * Room];
    private int _count;

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

        if (payload.Length > Room)
        {
            Settle();
            _inspector.Inspect(packet, payload);
            return;
        }

        payload.CopyTo(_octets.AsSpan(_count * Room, Room));
        packet.CapturedLength = payload.Length;
        _count++;
    }

    /// <summary>Inspects all that waits: before time passes, and before anybody asks for counts.</summary>
    public void Settle()
    {
        ReadOnlySpan<InspectedPacket> packets = _packets.AsSpan(0, _count);
        foreach (ref readonly InspectedPacket packet in packets)
        {
            _inspector.Expect(in packet);
        }

        foreach (ref readonly InspectedPacket packet in packets)
        {
            _inspector.Approach(in packet);
        }

        for (int place = 0; place < packets.Length; place++)
        {
            _inspector.Inspect(in packets[place], _octets.AsSpan(place * Room, packets[place].CapturedLength));
        }

        _count = 0;
    }
}
