namespace FlowSensor.Engine.Output.Delivery;

/// <summary>What became of a batch that was sent.</summary>
internal enum SendOutcome
{
    /// <summary>The receiver has it, all of it or all but <see cref="SendVerdict.RejectedItems"/>.</summary>
    Delivered,

    /// <summary>The receiver did not take it now, and may later: it is away, overloaded, or has to be set right by a person.</summary>
    Retry,

    /// <summary>The receiver will never take it.</summary>
    Rejected,
}
