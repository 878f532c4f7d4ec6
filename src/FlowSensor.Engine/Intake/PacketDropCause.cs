namespace FlowSensor.Engine.Intake;

/// <summary>Why a packet was not metered.</summary>
public enum PacketDropCause
{
    /// <summary>The link layer carries something else than IP.</summary>
    NotIp,

    /// <summary>The capture's link type is not read.</summary>
    UnsupportedLink,

    /// <summary>The captured octets end before the IP header does.</summary>
    Truncated,

    /// <summary>An IP header contradicts itself.</summary>
    BadHeader,

    /// <summary>More tags, labels or encapsulations than any real packet has.</summary>
    TooDeep,

    /// <summary>The second copy of a packet that was metered.</summary>
    Duplicate,
}
