namespace FlowSensor.Engine.Routes.Polling;

/// <summary>What to do after a datagram.</summary>
internal enum SessionAction
{
    /// <summary>Not ours or not usable: keep waiting.</summary>
    Ignore,

    /// <summary>The answer.</summary>
    Answer,

    /// <summary>Something was learned (engine id, time): send the request again at once.</summary>
    Resend,

    /// <summary>The agent refuses: give up.</summary>
    Fail,
}
