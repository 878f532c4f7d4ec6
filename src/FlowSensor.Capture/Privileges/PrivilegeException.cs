namespace FlowSensor.Capture.Privileges;

/// <summary>The process cannot become the user it is to be. The message is one sentence that says what to do; it is fit to be shown as it is.</summary>
public sealed class PrivilegeException : Exception
{
    /// <summary>Makes an exception without a message.</summary>
    public PrivilegeException()
    {
    }

    /// <summary>Makes an exception of a finished sentence.</summary>
    public PrivilegeException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception of a finished sentence and what caused it.</summary>
    public PrivilegeException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
