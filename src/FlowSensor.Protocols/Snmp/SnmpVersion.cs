namespace FlowSensor.Protocols.Snmp;

/// <summary>Version field of an SNMP message (RFC 1157 4, RFC 1901 3, RFC 3412 6).</summary>
public enum SnmpVersion
{
    /// <summary>SNMPv1: no GETBULK, no 64-bit counters.</summary>
    V1 = 0,

    /// <summary>Community-based SNMPv2.</summary>
    V2C = 1,

    /// <summary>SNMPv3 with the user-based security model.</summary>
    V3 = 3,
}
