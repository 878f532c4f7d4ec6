using System.Runtime.InteropServices;
using FlowSensor.Capture.Udp;
using FlowSensor.Engine.Handover;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Collection;

/// <summary>
/// Datagrams of one listener in their order of arrival, packed into one block of memory: small exports and datagrams of 64 KiB cost what they
/// are long. The batch is returned to its <see cref="DatagramReceiver"/> when it has been read, and is then filled again.
/// </summary>
public sealed class DatagramBatch : IBatch
{
    private readonly byte[] _octets;
    private readonly Item[] _items;
    private int _used;

    internal DatagramBatch(int octets, int datagrams)
    {
        _octets = GC.AllocateUninitializedArray<byte>(octets);
        _items = new Item[datagrams];
    }

    /// <summary>Number of datagrams.</summary>
    public int Count { get; private set; }

    /// <summary>Number of the listener in <see cref="DatagramReceiver.Listeners"/> that received these.</summary>
    public int Listener { get; internal set; }

    /// <summary>The payload of one datagram, valid until the batch is returned.</summary>
    public ReadOnlySpan<byte> Payload(int index) => _octets.AsSpan(_items[index].Offset, _items[index].Length);

    /// <summary>The sender's address, that of the exporter.</summary>
    public IpAddress Source(int index) => _items[index].Source;

    /// <summary>The sender's port.</summary>
    public ushort SourcePort(int index) => _items[index].SourcePort;

    /// <summary>Arrival at the kernel, Unix time in milliseconds.</summary>
    public long ArrivalMs(int index) => _items[index].ArrivalMs;

    void IBatch.Clear()
    {
        Count = 0;
        _used = 0;
    }

    /// <summary>Copies a datagram in; false when there is no room for it.</summary>
    internal bool TryAdd(ReadOnlySpan<byte> payload, in DatagramHeader header)
    {
        if (Count == _items.Length || payload.Length > _octets.Length - _used)
        {
            return false;
        }

        payload.CopyTo(_octets.AsSpan(_used));
        _items[Count++] = new Item
        {
            Source = new IpAddress(header.SourceHigh, header.SourceLow),
            ArrivalMs = header.ArrivalNanoseconds / 1_000_000,
            Offset = _used,
            Length = payload.Length,
            SourcePort = header.SourcePort,
        };
        _used += payload.Length;
        return true;
    }

    [StructLayout(LayoutKind.Auto)]
    private struct Item
    {
        public IpAddress Source;
        public long ArrivalMs;
        public int Offset;
        public int Length;
        public ushort SourcePort;
    }
}
