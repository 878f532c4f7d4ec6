namespace FlowSensor.Engine.Metering;

/// <summary>The IP protocols that metering treats apart (IANA protocol numbers registry).</summary>
internal static class ProtocolNumber
{
    public const byte Icmp = 1;
    public const byte Tcp = 6;
    public const byte Udp = 17;
    public const byte IcmpV6 = 58;
}
