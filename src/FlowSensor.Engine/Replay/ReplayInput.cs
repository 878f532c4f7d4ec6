namespace FlowSensor.Engine.Replay;

/// <summary>What was read from the files.</summary>
public sealed class ReplayInput
{
    /// <summary>Files read.</summary>
    public int Files { get; internal set; }

    /// <summary>Packets in them.</summary>
    public long Packets { get; internal set; }

    /// <summary>Their octets on the wire.</summary>
    public long Octets { get; internal set; }

    /// <summary>Time of the first packet, Unix nanoseconds; null when there was none.</summary>
    public long? FirstNs { get; internal set; }

    /// <summary>Time of the last packet, Unix nanoseconds.</summary>
    public long? LastNs { get; internal set; }

    /// <summary>Packets that were neither an export datagram nor part of one, in a capture of exports.</summary>
    public long OtherPackets { get; internal set; }

    /// <summary>Sentences about files that could not be read to their end.</summary>
    public IList<string> Warnings { get; } = [];
}
