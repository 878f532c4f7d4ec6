using FlowSensor.Engine.Traffic;

namespace FlowSensor.Engine.Detection;

/// <summary>A rule over flows that speak for floods, scans or reflection.</summary>
internal interface IProbeRule
{
    /// <summary>
    /// A row of an open window under this part of a threshold is not looked at, whatever the window before held: forged sources are very many.
    /// </summary>
    const double LeastPart = 0.1;

    /// <summary>Judges one host's flows of one nature.</summary>
    void OnProbe(DetectionWindow window, in ProbeRow row);
}
