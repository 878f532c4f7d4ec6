using FlowSensor.Engine.Traffic;

namespace FlowSensor.Engine.Detection;

/// <summary>A rule over flows that speak for floods, scans or reflection.</summary>
internal interface IProbeRule
{
    /// <summary>Judges one host's flows of one nature.</summary>
    void OnProbe(DetectionWindow window, in ProbeRow row);
}
