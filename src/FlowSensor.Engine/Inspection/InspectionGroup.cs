namespace FlowSensor.Engine.Inspection;

/// <summary>Packets of one kind that wait for inspection.</summary>
internal sealed class InspectionGroup(int room)
{
    private readonly InspectedPacket[] _packets = new InspectedPacket[room];
    private int _count;

    /// <summary>Room for one more packet, which counts from <see cref="Add"/> on.</summary>
    public ref InspectedPacket Next => ref _packets[_count];

    /// <summary>Those that wait, in the order in which they came.</summary>
    public Span<InspectedPacket> Packets => _packets.AsSpan(0, _count);

    /// <summary>Takes in what was written to <see cref="Next"/>; true when there is no more room.</summary>
    public bool Add() => ++_count == _packets.Length;

    public void Clear() => _count = 0;
}
