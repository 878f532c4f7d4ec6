namespace FlowSensor.Engine.Logs.Rare;

/// <summary>The types of one program that begin with the same word: a leaf of the parse tree.</summary>
internal sealed class TypeSiblings
{
    /// <summary>The types.</summary>
    internal List<MessageType> Types { get; } = [];

    /// <summary>Takes what fits none of them once there are too many.</summary>
    internal MessageType? Rest { get; set; }
}
