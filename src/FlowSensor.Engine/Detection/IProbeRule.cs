using FlowSensor.Engine.Traffic;

namespace FlowSensor.Engine.Detection;

/// <summary>A rule over flows that speak for floods, scans or reflection.</summary>
internal interface IProbeRule
{
    // What a window holds of something that began in the one before can be little; forged sources are very many, and hold less.
    private const double LeastOpenPart = 0.1;

    /// <summary>Judges one host's flows of one nature.</summary>
    void OnProbe(DetectionWindow window, in ProbeRow row);

    /// <summary>
    /// The part of a threshold under which a row is not looked at: half of the lower threshold in a closed window, which is judged alone. In an open one
    /// less, as the window before may hold the rest.
    /// </summary>
    /// <param name="window">The window.</param>
    /// <param name="clear">The lower threshold as a part of the upper one.</param>
    static double LeastPart(DetectionWindow window, double clear) => window.IsOpen ? Math.Min(LeastOpenPart, clear * 0.5) : clear * 0.5;
}
