namespace FlowSensor.Engine.Abuse.Complaints;

/// <summary>How far a Received line can be used.</summary>
internal enum ReceivedOutcome
{
    /// <summary>The message moved within one machine: the line below is as good as this one.</summary>
    Local,

    /// <summary>It came from an address.</summary>
    From,

    /// <summary>It came from elsewhere, but no address is written: nothing below can be believed.</summary>
    Unknown,
}
