using FlowSensor.Protocols.Dns;
using FlowSensor.Protocols.Packets;

namespace FlowSensor.Engine.Inspection;

/// <summary>
/// Brings packets to inspection in groups. Meanwhile the memory of their tables is on its way into the cache, where one packet after the other would wait
/// for it, and each step's code stays there for the whole group. Queries, answers and segments wait apart and go in this order, so that the processor foresees
/// which it has next. What is counted is the same, but for what depends on the order across kinds within a group: who finds room in a table that has none for all, and
/// whether a configured mail server is known by its first query.
/// </summary>
internal sealed class InspectionQueue(PacketInspector inspector)
{
    // Long enough for memory to come, short enough for it to be in the nearest cache still.
    private const int Most = 32;

    // Octets of payload, one after the other, so that short ones lie close together. A payload that finds no room goes without waiting.
    private const int Room = 1 << 14;

    private readonly PacketInspector _inspector = inspector;
    private readonly InspectionGroup _queries = new(Most);
    private readonly InspectionGroup _answers = new(Most);
    private readonly InspectionGroup _segments = new(Most);
    private readonly byte[] _octets = new byte[Room];
    private int _used;

    /// <summary>Takes a parsed packet and its transport payload as captured, which is copied where it is inspected at all.</summary>
    public void Add(in PacketHeaders headers, ReadOnlySpan<byte> payload, long timeMs)
    {
        InspectionGroup group = headers.Protocol == IpProtocol.Tcp ? _segments : DnsMessage.IsResponseHeader(payload) ? _answers : _queries;
        ref InspectedPacket packet = ref group.Next;
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
        if (group.Add())
        {
            Settle();
        }
    }

    /// <summary>Inspects all that waits: before time passes, and before anybody asks for counts.</summary>
    public void Settle()
    {
        ExpectDatagrams(_queries.Packets);
        ExpectDatagrams(_answers.Packets);
        foreach (ref InspectedPacket packet in _segments.Packets)
        {
            _inspector.ExpectSegment(ref packet);
        }

        foreach (ref readonly InspectedPacket packet in _segments.Packets)
        {
            _inspector.ApproachSegment(in packet);
        }

        InspectDatagrams(_queries.Packets);
        InspectDatagrams(_answers.Packets);
        foreach (ref readonly InspectedPacket packet in _segments.Packets)
        {
            _inspector.InspectSegment(in packet, PayloadOf(in packet));
        }

        _queries.Clear();
        _answers.Clear();
        _segments.Clear();
        _used = 0;
    }

    private void ExpectDatagrams(Span<InspectedPacket> packets)
    {
        foreach (ref InspectedPacket packet in packets)
        {
            _inspector.ExpectDatagram(ref packet);
        }
    }

    private void InspectDatagrams(Span<InspectedPacket> packets)
    {
        foreach (ref readonly InspectedPacket packet in packets)
        {
            _inspector.InspectDatagram(in packet, PayloadOf(in packet));
        }
    }

    private ReadOnlySpan<byte> PayloadOf(in InspectedPacket packet) => _octets.AsSpan(packet.CapturedAt, packet.CapturedLength);
}
