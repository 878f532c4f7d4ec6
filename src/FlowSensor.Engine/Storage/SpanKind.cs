namespace FlowSensor.Engine.Storage;

/// <summary>Length of a stored span; the numbers are stored.</summary>
public enum SpanKind
{
    /// <summary>One window of the configured length.</summary>
    Window = 0,

    /// <summary>A clock hour (UTC).</summary>
    Hour = 1,

    /// <summary>A day (UTC).</summary>
    Day = 2,
}
