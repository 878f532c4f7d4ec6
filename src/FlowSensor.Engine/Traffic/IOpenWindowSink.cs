namespace FlowSensor.Engine.Traffic;

/// <summary>A sink that also looks into windows that still take records, so that floods are known within a second.</summary>
internal interface IOpenWindowSink : IWindowSink
{
    /// <summary>A window that has hosts in its probe table, once for each second of event time. Its tables are valid during the call only.</summary>
    /// <param name="window">The window as it is so far.</param>
    /// <param name="time">The second up to which records have come, Unix milliseconds.</param>
    void OnOpenWindow(ClosedWindow window, long time);
}
