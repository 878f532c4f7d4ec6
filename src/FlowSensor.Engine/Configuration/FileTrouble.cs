namespace FlowSensor.Engine.Configuration;

/// <summary>Says in a few plain words why a file could not be used.</summary>
public static class FileTrouble
{
    // What a file that another process has locked is refused with (EAGAIN).
    private const int LockedByAnother = 11;

    /// <summary>Whether another process has the file and shares it with nobody.</summary>
    public static bool IsTaken(IOException failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return failure.HResult == LockedByAnother;
    }

    /// <summary>The reason, without the path, in lower case and without a full stop.</summary>
    public static string Describe(Exception failure) => failure switch
    {
        FileNotFoundException => "there is no such file",
        DirectoryNotFoundException => "there is no such folder",
        UnauthorizedAccessException => "permission denied, or it is a folder",
        PathTooLongException => "the name is too long",
        _ => failure.Message.TrimEnd('.'),
    };
}
