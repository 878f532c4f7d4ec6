namespace FlowSensor.Protocols.Flows;

/// <summary>How the octets of an information element are read.</summary>
internal enum ElementKind
{
    /// <summary>Unsigned number of 1 to 8 octets (reduced-size encoding included, RFC 7011 6.2).</summary>
    Integer,

    /// <summary>Four octets.</summary>
    IPv4Address,

    /// <summary>Sixteen octets.</summary>
    IPv6Address,

    /// <summary>Start of a captured frame, fixed or variable length.</summary>
    FrameSection,

    /// <summary>Start of a captured IP packet, fixed or variable length.</summary>
    IpSection,
}
