namespace FlowSensor.Engine.Metering;

/// <summary>Why a metered flow was emitted; the numbers are those of flowEndReason (IE 136).</summary>
public enum FlowEndReason
{
    /// <summary>No packet for the inactive timeout.</summary>
    Idle = 1,

    /// <summary>The flow was older than the active timeout.</summary>
    Active = 2,

    /// <summary>FIN or RST was seen, and nothing after it.</summary>
    EndOfFlow = 3,

    /// <summary>The cache was emptied: end of the capture, or a step back in time.</summary>
    Forced = 4,

    /// <summary>The cache was full and this flow was the one idle for longest.</summary>
    LackOfResources = 5,
}
