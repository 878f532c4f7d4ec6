namespace FlowSensor.Engine.Detection;

/// <summary>Which traffic an own rule looks at, seen from the own networks.</summary>
public enum RuleScope
{
    /// <summary>All.</summary>
    Any,

    /// <summary>Of own sources; with pairs, only to foreign destinations.</summary>
    Outbound,

    /// <summary>Of foreign sources; with pairs, only to own destinations.</summary>
    Inbound,

    /// <summary>Between own hosts; with pairs only.</summary>
    Internal,
}
