namespace FlowSensor.Engine.Blocklists;

/// <summary>A list cannot be written, installed or taken back; the message is one sentence that says what to do.</summary>
public sealed class BlocklistException : Exception
{
    /// <summary>Makes the exception.</summary>
    public BlocklistException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception with its cause.</summary>
    public BlocklistException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
