namespace FlowSensor.Engine.Configuration;

/// <summary>What carries the octets of an endpoint.</summary>
public enum Transport
{
    /// <summary>UDP datagrams.</summary>
    Udp,

    /// <summary>A TCP connection.</summary>
    Tcp,
}
