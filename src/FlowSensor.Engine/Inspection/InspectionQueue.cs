using FlowSensor.Protocols.Packets;

namespace FlowSensor.Engine.Inspection;

/// <summary>
/// Brings packets to inspection in groups. Meanwhile the memory of their tables is on its way into the cache, where one packet after the other would wait
/// for it, and each step's code stays there for the whole group. Datagrams and segments wait apart, so that no step has to ask which it has, and a group's
/// datagrams go before its segments, which touch other counts. What is counted is the same.
/// </summary>
internal sealed class InspectionQueue(PacketInspector inspector)
{
    // Long enough for memory to come, short enough for it to be in the nearest cache still.
    private const int Most = 32;

    // Octets of payload, one after the other, so that short ones lie close together. A payload that finds no room goes without waiting.
    private const int Room = 1 << 14;

    private readonly PacketInspector _inspector = inspector;
    private readonly InspectedPacket[] _datagrams = new InspectedPacket[Most];
    private readonly InspectedPacket[] _segments = new InspectedPacket[Most];
    private readonly byte[] _octets = new byte[Room];
    private int _datagramCount;
    private int _segmentCount;
    private int _used;

    /// <summary>Takes a parsed packet and its transport payload as captured, which is copied where it is inspected at all.</summary>
    public void Add(in PacketHeaders headers, ReadOnlySpan<byte> payload, long timeMs)
    {
        bool isTcp = headers.Protocol == IpProtocol.Tcp;
        InspectedPacket[] packets = isTcp ? _segments : _datagrams;
        ref int count = ref (isTcp ? ref _segmentCount : ref _datagramCount);
        ref InspectedPacket packet = ref packets[count];
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
        if (++count == Most)
        {
            Settle();
        }
    }

    /// <summary>Inspects all that waits: before time passes, and before anybody asks for counts.</summary>
    public void Settle()
    {
        Span<InspectedPacket> datagrams = _datagrams.AsSpan(0, _datagramCount);
        foreach (ref InspectedPacket packet in datagrams)
        {
            _inspector.ExpectDatagram(ref packet);
        }

        Span<InspectedPacket> segments = _segments.AsSpan(0, _segmentCount);
        foreach (ref InspectedPacket packet in segments)
        {
            _inspector.ExpectSegment(ref packet);
        }

        foreach (ref readonly InspectedPacket packet in segments)
        {
            _inspector.ApproachSegment(in packet);
        }

        foreach (ref readonly InspectedPacket packet in datagrams)
        {
            _inspector.InspectDatagram(in packet, _octets.AsSpan(packet.CapturedAt, packet.CapturedLength));
        }

        foreach (ref readonly InspectedPacket packet in segments)
        {
            _inspector.InspectSegment(in packet, _octets.AsSpan(packet.CapturedAt, packet.CapturedLength));
        }

        _datagramCount = 0;
        _segmentCount = 0;
        _used = 0;
    }
}
