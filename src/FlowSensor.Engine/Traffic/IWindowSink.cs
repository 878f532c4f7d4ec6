namespace FlowSensor.Engine.Traffic;

/// <summary>Takes windows as they close, in the order of time.</summary>
public interface IWindowSink
{
    /// <summary>
    /// One closed window. Lists it returns may be kept; its tables are reused after the call, so enumerate
    /// sources and pairs, and ask for lists, before returning. A sink that needs them for longer lends the window.
    /// </summary>
    void OnWindow(ClosedWindow window);
}
