namespace FlowSensor.Engine.Names;

/// <summary>What a block list says of a host.</summary>
public enum ListState
{
    /// <summary>No answer, or one that means nothing.</summary>
    Unknown,

    /// <summary>It is not on the list.</summary>
    NotListed,

    /// <summary>It is.</summary>
    Listed,
}
