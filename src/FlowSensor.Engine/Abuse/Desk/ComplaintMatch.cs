namespace FlowSensor.Engine.Abuse.Desk;

/// <summary>What the store knows of a host at the time complained about.</summary>
public enum ComplaintMatch
{
    /// <summary>No traffic of it.</summary>
    Nothing,

    /// <summary>Traffic of it.</summary>
    Traffic,

    /// <summary>An incident of it.</summary>
    Incident,
}
