namespace FlowSensor.Protocols.Snmp;

/// <summary>Type of a value: the BER tag octet (RFC 2578 7.1, RFC 3416 3).</summary>
public enum SnmpValueKind
{
    /// <summary>No value, as in a request.</summary>
    Null = 0x05,

    /// <summary>Signed 32-bit number.</summary>
    Integer = 0x02,

    /// <summary>Octets.</summary>
    OctetString = 0x04,

    /// <summary>A name.</summary>
    ObjectIdentifier = 0x06,

    /// <summary>IPv4 address in four octets.</summary>
    IpAddress = 0x40,

    /// <summary>32-bit counter that wraps.</summary>
    Counter32 = 0x41,

    /// <summary>32-bit level (Unsigned32 has the same tag).</summary>
    Gauge32 = 0x42,

    /// <summary>Hundredths of a second.</summary>
    TimeTicks = 0x43,

    /// <summary>Octets that wrap another encoding.</summary>
    Opaque = 0x44,

    /// <summary>64-bit counter.</summary>
    Counter64 = 0x46,

    /// <summary>The object does not exist.</summary>
    NoSuchObject = 0x80,

    /// <summary>The instance does not exist.</summary>
    NoSuchInstance = 0x81,

    /// <summary>Nothing follows.</summary>
    EndOfMibView = 0x82,
}
