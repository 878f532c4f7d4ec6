namespace FlowSensor.Protocols.Snmp;

/// <summary>Kinds of PDU; the number is the context tag (RFC 3416 3).</summary>
public enum SnmpPduType
{
    /// <summary>Exact objects.</summary>
    Get = 0,

    /// <summary>The objects that follow.</summary>
    GetNext = 1,

    /// <summary>The answer.</summary>
    Response = 2,

    /// <summary>Many following objects in one answer.</summary>
    GetBulk = 5,

    /// <summary>Notice of the security or message layer (v3).</summary>
    Report = 8,
}
