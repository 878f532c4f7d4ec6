namespace FlowSensor.Engine.Logs;

/// <summary>A log file cannot be read; the message names the file and what to do.</summary>
public sealed class LogFileException : Exception
{
    /// <summary>Makes one.</summary>
    public LogFileException()
    {
    }

    /// <summary>Makes one.</summary>
    public LogFileException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one.</summary>
    public LogFileException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
