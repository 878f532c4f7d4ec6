namespace FlowSensor.Engine.Traffic;

/// <summary>What traffic is grouped by.</summary>
public enum GroupSubject
{
    /// <summary>The first next hop reported with a source in the span.</summary>
    NextHop,

    /// <summary>The institution that the source belongs to.</summary>
    Institution,
}
