namespace FlowSensor.Commands;

/// <summary>Exit status of the program.</summary>
internal static class ExitCode
{
    /// <summary>The command did what was asked.</summary>
    public const int Done = 0;

    /// <summary>The command failed.</summary>
    public const int Failed = 1;

    /// <summary>Wrong usage or configuration; nothing was begun.</summary>
    public const int WrongUsage = 2;
}
