namespace FlowSensor.Engine.Inspection;

/// <summary>The TCP header fields that putting a session together needs (RFC 9293 3.1).</summary>
internal readonly struct TcpSegment
{
    public const byte Fin = 0x01;
    public const byte Syn = 0x02;
    public const byte Rst = 0x04;
    public const byte Ack = 0x10;

    public required uint Sequence { get; init; }

    public required uint Acknowledgment { get; init; }

    public required byte Flags { get; init; }

    /// <summary>Octets of payload on the wire: more than the captured ones when the snap length cut them.</summary>
    public required int PayloadLength { get; init; }

    public bool Has(byte flag) => (Flags & flag) != 0;
}
