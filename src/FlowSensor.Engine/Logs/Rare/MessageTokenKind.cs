namespace FlowSensor.Engine.Logs.Rare;

/// <summary>What a token of a message is to its type.</summary>
internal enum MessageTokenKind : byte
{
    /// <summary>A word of the format: it tells types apart.</summary>
    Word,

    /// <summary>The name in front of a value, as in <c>size=1024</c>.</summary>
    Key,

    /// <summary>A number, address, name, queue id or anything else that differs from line to line.</summary>
    Value,
}
