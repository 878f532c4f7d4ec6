namespace FlowSensor.Protocols.Flows.Encoding;

/// <summary>How a field of a flow record becomes octets.</summary>
internal enum EncodedKind
{
    /// <summary>A number in as many octets as the field has, the largest number where it does not fit.</summary>
    Integer,

    /// <summary>The last four octets of an address; zeros for an address of the other family.</summary>
    IPv4Address,

    /// <summary>All sixteen octets of an address.</summary>
    IPv6Address,

    /// <summary>A time as milliseconds since the exporter booted, four octets.</summary>
    Uptime,
}
