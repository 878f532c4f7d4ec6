namespace FlowSensor.Commands;

/// <summary>Ends a command; the message is one sentence for stderr that says what is wrong, where, and what to do.</summary>
internal sealed class CommandException(string message, int exitCode) : Exception(message)
{
    /// <summary>Exit status of the program.</summary>
    public int ExitCode { get; } = exitCode;
}
