namespace FlowSensor.Protocols.Flows.Encoding;

/// <summary>Formats that flow records can be sent in; the numbers are the version field.</summary>
public enum ExportProtocol
{
    /// <summary>NetFlow v5: IPv4 only, counters of 32 bits.</summary>
    V5 = 5,

    /// <summary>NetFlow v9 (RFC 3954).</summary>
    V9 = 9,

    /// <summary>IPFIX (RFC 7011).</summary>
    Ipfix = 10,
}
