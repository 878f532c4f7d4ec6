namespace FlowSensor.Capture;

/// <summary>
/// A socket or a capture that cannot be opened or has failed. The message is one sentence that names the address or the
/// interface and says what to do; it is fit to be shown as it is.
/// </summary>
public sealed class CaptureException : Exception
{
    /// <summary>Makes an exception without a message.</summary>
    public CaptureException()
    {
    }

    /// <summary>Makes an exception of a finished sentence.</summary>
    public CaptureException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception of a finished sentence and what caused it.</summary>
    public CaptureException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
