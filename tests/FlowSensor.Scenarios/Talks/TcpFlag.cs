namespace FlowSensor.Scenarios.Talks;

/// <summary>TCP control bits as they stand together in packets (RFC 9293 3.1).</summary>
internal static class TcpFlag
{
    public const byte Fin = 0x11, Syn = 0x02, SynAck = 0x12, Ack = 0x10, Push = 0x18, Reset = 0x14;
}
