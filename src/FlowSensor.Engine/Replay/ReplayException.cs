namespace FlowSensor.Engine.Replay;

/// <summary>A capture cannot be replayed; the message is one sentence for the operator.</summary>
public sealed class ReplayException : Exception
{
    /// <summary>Makes the exception.</summary>
    public ReplayException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception with what caused it.</summary>
    public ReplayException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
