namespace FlowSensor.Engine.Reports;

/// <summary>What sources are ranked by.</summary>
public enum SourceOrder
{
    /// <summary>Flow records.</summary>
    Flows,

    /// <summary>Packets as observed.</summary>
    Packets,

    /// <summary>Octets as observed.</summary>
    Octets,

    /// <summary>Distinct destinations in one stored span.</summary>
    Destinations,

    /// <summary>When it was last seen.</summary>
    Last,

    /// <summary>Its address.</summary>
    Source,
}
