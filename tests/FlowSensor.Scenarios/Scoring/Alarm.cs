using FlowSensor.Engine.Detection;

namespace FlowSensor.Scenarios.Scoring;

/// <summary>An incident that the sensor raised.</summary>
/// <param name="Raised">Time of the data when it was raised, Unix milliseconds: nothing later had been given to the sensor.</param>
/// <param name="First">As it was opened.</param>
internal sealed record Alarm(long Raised, Incident First)
{
    /// <summary>As it was told last.</summary>
    public Incident Latest { get; set; } = First;
}
