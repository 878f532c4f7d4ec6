namespace FlowSensor.Hosting;

/// <summary>How a sensor ended.</summary>
internal enum SensorEnd
{
    /// <summary>Everything is written.</summary>
    Done,

    /// <summary>Something failed, and was logged.</summary>
    Failed,

    /// <summary>It was not done within the time there is from signal to exit; what was not in the store by then is lost.</summary>
    CutOff,
}
