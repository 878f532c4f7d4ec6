namespace FlowSensor.Engine.Detection;

/// <summary>Gives what packets told beside the flows.</summary>
internal interface IWireSource
{
    /// <summary>What packets told until the end of a window and was not taken yet; null where no packets are seen.</summary>
    /// <param name="end">End of the window, Unix milliseconds.</param>
    WireWindow? Take(long end);
}
