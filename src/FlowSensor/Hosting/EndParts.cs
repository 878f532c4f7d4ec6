using FlowSensor.Status;

namespace FlowSensor.Hosting;

/// <summary>Ends the parts of the sensor. What one fails at keeps no other from its end: the store is written whatever became of the rest.</summary>
internal sealed class EndParts(ILogger logger)
{
    /// <summary>True when a part failed.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>Ends a part, and logs what it fails at.</summary>
    public void End(Action end)
    {
        try
        {
            end();
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            HasFailed = true;
            SensorLog.Failed(logger, failure.Message);
        }
    }
}
