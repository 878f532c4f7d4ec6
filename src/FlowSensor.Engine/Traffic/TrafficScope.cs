namespace FlowSensor.Engine.Traffic;

/// <summary>Where a flow runs, seen from the sensor's own networks.</summary>
public enum TrafficScope
{
    /// <summary>No own networks are configured.</summary>
    Unknown,

    /// <summary>Own source, foreign destination.</summary>
    Outbound,

    /// <summary>Foreign source, own destination.</summary>
    Inbound,

    /// <summary>Both ends are own.</summary>
    Internal,

    /// <summary>Neither end is own.</summary>
    Transit,
}
