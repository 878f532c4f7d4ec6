namespace FlowSensor.Engine.Tests.Output;

/// <summary>A theory that needs programs of another project on the path; skipped with their package where one is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PeerTheoryAttribute : TheoryAttribute
{
    public PeerTheoryAttribute(string package, params string[] programs)
    {
        Package = package;
        Programs = programs;
        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(':', StringSplitOptions.RemoveEmptyEntries);
        if (Array.Find(programs, program => !folders.Any(folder => File.Exists(Path.Combine(folder, program)))) is { } missing)
        {
            Skip = $"Needs the program {missing} (package {package}).";
        }
    }

    public string Package { get; }

    public string[] Programs { get; }
}
