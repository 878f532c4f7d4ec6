using FlowSensor.Protocols.Packets;

namespace FlowSensor.Engine.Inspection;

/// <summary>
/// Brings packets to inspection some packets later than they came. Meanwhile the memory of their tables is on its way into the cache, where
/// one packet after the other would wait for it. What is counted is the same.
/// </summary>
internal sealed class InspectionQueue(PacketInspector inspector)
{
    // Packets on their way at once: some wait for the slots of the indexes, some for the rows, the oldest for what the rows lead to.
    // Long enough for memory to come, short enough for it to be in the nearest cache still.
    private const int Most = 16;
    private const int UntilExpected = 6;
    private const int UntilApproached = 11;

    // The usual segment; a longer one goes without waiting.
    private const int Room = 2048;

    private readonly PacketInspector _inspector = inspector;
    private readonly InspectedPacket[] _packets = new InspectedPacket[Most];
    private readonly byte[] _octets = new byte[Most * Room];

    // Numbers of the packets that came, whose rows were asked for, what those lead to as well, and that were inspected.
    private uint _added;
    private uint _expected;
    private uint _approached;
    private uint _settled;

    /// <summary>Takes a parsed packet and its transport payload as captured, which is copied where it is inspected at all.</summary>
    public void Add(in PacketHeaders headers, ReadOnlySpan<byte> payload, long timeMs)
    {
        if (_added - _settled == Most)
        {
            SettleNext();
        }

        uint place = _added % Most;
        ref InspectedPacket packet = ref _packets[place];
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

        payload.CopyTo(_octets.AsSpan((int)place * Room, Room));
        packet.CapturedLength = payload.Length;
        _added++;
        if (_added - _expected == UntilExpected)
        {
            ExpectNext();
        }

        if (_added - _approached == UntilApproached)
        {
            ApproachNext();
        }
    }

    /// <summary>Inspects all that waits: before time passes, and before anybody asks for counts.</summary>
    public void Settle()
    {
        while (_settled != _added)
        {
            SettleNext();
        }
    }

    private void SettleNext()
    {
        if (_expected == _settled)
        {
            ExpectNext();
        }

        if (_approached == _settled)
        {
            ApproachNext();
        }

        uint place = _settled++ % Most;
        ref readonly InspectedPacket packet = ref _packets[place];
        _inspector.Inspect(packet, _octets.AsSpan((int)place * Room, packet.CapturedLength));
    }

    private void ExpectNext() => _inspector.Expect(_packets[_expected++ % Most]);

    private void ApproachNext() => _inspector.Approach(_packets[_approached++ % Most]);
}
