using System.Runtime.InteropServices;
using FlowSensor.Engine.Handover;
using FlowSensor.Protocols.Pcap;

namespace FlowSensor.Engine.Capturing;

/// <summary>Packets of one interface in their order, packed into one block of memory; returned to its <see cref="PacketReceiver"/> when it has been read.</summary>
public sealed class PacketBatch : IBatch
{
    private readonly byte[] _octets;
    private readonly Entry[] _items;
    private int _used;

    internal PacketBatch(int octets, int packets)
    {
        _octets = GC.AllocateUninitializedArray<byte>(octets);
        _items = new Entry[packets];
    }

    /// <summary>Number of packets.</summary>
    public int Count { get; private set; }

    /// <summary>Number of the interface in <see cref="PacketReceiver.Interfaces"/>.</summary>
    public int Interface { get; internal set; }

    /// <summary>What the packets begin with.</summary>
    public LinkType LinkType { get; internal set; }

    /// <summary>One packet, valid until the batch is returned.</summary>
    public CapturedPacket this[int index]
    {
        get
        {
            ref readonly Entry item = ref _items[index];
            return new CapturedPacket(_octets.AsSpan(item.Offset, item.Length), item.TimestampNs, item.WireLength, LinkType, Interface);
        }
    }

    void IBatch.Clear()
    {
        Count = 0;
        _used = 0;
    }

    /// <summary>Copies a packet in; false when there is no room for it.</summary>
    internal bool TryAdd(in Capture.CapturedPacket packet)
    {
        if (Count == _items.Length || packet.Data.Length > _octets.Length - _used)
        {
            return false;
        }

        packet.Data.CopyTo(_octets.AsSpan(_used));
        _items[Count++] = new Entry { TimestampNs = packet.TimestampNanoseconds, Offset = _used, Length = packet.Data.Length, WireLength = packet.WireLength };
        _used += packet.Data.Length;
        return true;
    }

    [StructLayout(LayoutKind.Auto)]
    private struct Entry
    {
        public long TimestampNs;
        public int Offset;
        public int Length;
        public int WireLength;
    }
}
