namespace FlowSensor.Scenarios.Scoring;

/// <summary>What the sensor gets to see.</summary>
internal enum Visibility
{
    /// <summary>Every packet, at a mirror port.</summary>
    Wire,

    /// <summary>The flow records of a router.</summary>
    Flows,
}
