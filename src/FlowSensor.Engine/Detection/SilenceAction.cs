namespace FlowSensor.Engine.Detection;

/// <summary>What a silence does.</summary>
public enum SilenceAction
{
    /// <summary>Incidents are kept, but nobody is told.</summary>
    Mute,

    /// <summary>No incident is opened.</summary>
    Exclude,

    /// <summary>Somebody takes care of it; nobody else needs to be told.</summary>
    Acknowledge,
}
