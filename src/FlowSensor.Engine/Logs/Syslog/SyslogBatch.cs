using FlowSensor.Engine.Handover;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Logs.Syslog;

/// <summary>Some messages on their way from a receiver to the thread that reads them.</summary>
/// <param name="octets">Room for them.</param>
internal sealed class SyslogBatch(int octets) : IBatch
{
    /// <summary>Messages in a batch at most.</summary>
    internal const int MaxMessages = 1_024;

    private readonly byte[] _octets = new byte[octets];
    private readonly (int Start, int Length, IpAddress Source)[] _messages = new (int Start, int Length, IpAddress Source)[MaxMessages];
    private int _used;

    internal int Count { get; private set; }

    /// <summary>When the batch was received, Unix milliseconds.</summary>
    internal long ArrivalMs { get; set; }

    /// <summary>True when a message of the given length finds no room.</summary>
    internal bool IsFull(int length) => Count == MaxMessages || _used + length > _octets.Length;

    internal ReadOnlySpan<byte> Message(int index) => _octets.AsSpan(_messages[index].Start, _messages[index].Length);

    internal IpAddress Source(int index) => _messages[index].Source;

    internal void Add(ReadOnlySpan<byte> message, IpAddress source)
    {
        message.CopyTo(_octets.AsSpan(_used));
        _messages[Count++] = (_used, message.Length, source);
        _used += message.Length;
    }

    /// <inheritdoc/>
    public void Clear()
    {
        Count = 0;
        _used = 0;
    }
}
