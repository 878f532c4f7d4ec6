namespace FlowSensor.Fuzz.Targets;

/// <summary>A folder for readers that want files; in memory where the system has a place for that. Removed when the process ends.</summary>
internal static class ScratchFolder
{
    private const string InMemory = "/dev/shm";

    private static readonly string Root = Make();

    /// <summary>A folder of its own.</summary>
    public static string For(string name) => Directory.CreateDirectory(Path.Combine(Root, name)).FullName;

    private static string Make()
    {
        string parent = Directory.Exists(InMemory) ? InMemory : Path.GetTempPath();
        string root = Directory.CreateDirectory(Path.Combine(parent, $"flowsensor-fuzz-{Environment.ProcessId}")).FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(root, recursive: true);
        return root;
    }
}
