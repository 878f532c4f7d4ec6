using FlowSensor.Engine.Detection;

namespace FlowSensor.Engine.Output.Notifications;

/// <summary>What somebody is to be told of an incident.</summary>
/// <param name="Change">What happened to it.</param>
/// <param name="Place">Whose the address is and which way it lies, as far as it is known.</param>
public sealed record Notice(IncidentChange Change, NoticePlace Place)
{
    /// <summary>The incident after the change.</summary>
    public Incident Incident => Change.Incident;
}
