namespace FlowSensor.Engine.Storage;

/// <summary>The store cannot be used; the message is one sentence that names the folder and what to do.</summary>
public sealed class StoreException : Exception
{
    /// <summary>Makes an exception with a sentence for the operator.</summary>
    public StoreException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
