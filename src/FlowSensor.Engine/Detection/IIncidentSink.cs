namespace FlowSensor.Engine.Detection;

/// <summary>Takes what becomes of incidents, in the order of event time.</summary>
public interface IIncidentSink
{
    /// <summary>One change. Called on the detector's thread; must not wait.</summary>
    void OnChange(IncidentChange change);
}
