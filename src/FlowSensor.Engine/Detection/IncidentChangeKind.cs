namespace FlowSensor.Engine.Detection;

/// <summary>What happened to an incident.</summary>
public enum IncidentChangeKind
{
    /// <summary>It began.</summary>
    Opened,

    /// <summary>It goes on.</summary>
    Updated,

    /// <summary>It goes on and has reached a higher level.</summary>
    Escalated,

    /// <summary>It ended.</summary>
    Closed,
}
