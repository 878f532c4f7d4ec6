using FlowSensor.Protocols.Pcap;

namespace FlowSensor.Engine.Replay;

/// <summary>What was read from the files.</summary>
public sealed class ReplayInput
{
    private long _firstNs = long.MaxValue;
    private long _lastNs = long.MinValue;

    /// <summary>Files read.</summary>
    public int Files { get; internal set; }

    /// <summary>Packets in them.</summary>
    public long Packets { get; private set; }

    /// <summary>Their octets on the wire.</summary>
    public long Octets { get; private set; }

    /// <summary>Time of the first packet, Unix nanoseconds; null when there was none.</summary>
    public long? FirstNs => Packets == 0 ? null : _firstNs;

    /// <summary>Time of the last packet, Unix nanoseconds.</summary>
    public long? LastNs => Packets == 0 ? null : _lastNs;

    /// <summary>Packets that were neither an export datagram nor part of one, in a capture of exports.</summary>
    public long OtherPackets { get; internal set; }

    /// <summary>Sentences about files that could not be read to their end.</summary>
    public IList<string> Warnings { get; } = [];

    /// <summary>Counts a packet.</summary>
    internal void Add(in CapturedPacket packet)
    {
        Packets++;
        Octets += packet.WireLength;
        _firstNs = Math.Min(_firstNs, packet.TimestampNs);
        _lastNs = Math.Max(_lastNs, packet.TimestampNs);
    }
}
