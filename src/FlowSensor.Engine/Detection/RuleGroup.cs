namespace FlowSensor.Engine.Detection;

/// <summary>Whose traffic an own rule sums.</summary>
public enum RuleGroup
{
    /// <summary>Of each source.</summary>
    Source,

    /// <summary>Of each source and destination; for services that keep pairs.</summary>
    Pair,

    /// <summary>Of all sources with the same next hop.</summary>
    NextHop,

    /// <summary>Of all sources of the same institution.</summary>
    Institution,
}
