namespace FlowSensor.Protocols.Snmp;

/// <summary>The msgFlags octet of SNMPv3 (RFC 3412 6.4).</summary>
[Flags]
public enum SnmpMessageFlags
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The message carries a digest.</summary>
    Authenticated = 1,

    /// <summary>The scoped PDU is encrypted.</summary>
    Private = 2,

    /// <summary>A report may be sent in answer.</summary>
    Reportable = 4,
}
