using System.Reflection;
using System.Runtime.Loader;
using SharpFuzz;

namespace FlowSensor.Fuzz.Coverage;

/// <summary>
/// A copy of this program whose product assemblies count the edges of their control flow (SharpFuzz), made beside the program
/// when it is missing or old, and run inside this process.
/// </summary>
internal static class InstrumentedCopy
{
    private const string FolderName = "instrumented";
    private const string DoneName = "done";

    // Of the executable only what reads requests: it is large, and nothing else of it is run.
    private static readonly (string Assembly, string Namespace)[] Instrumented =
        [("FlowSensor.Protocols.dll", "FlowSensor."), ("FlowSensor.Engine.dll", "FlowSensor."), ("flowsensor.dll", "FlowSensor.Dashboard.Api.")];

    /// <summary>True inside the copy.</summary>
    public static bool IsRunning => AssemblyLoadContext.GetLoadContext(typeof(InstrumentedCopy).Assembly) != AssemblyLoadContext.Default;

    /// <summary>Makes the copy where needed and runs it.</summary>
    /// <returns>Its exit code.</returns>
    public static int Run(string[] args)
    {
        string source = AppContext.BaseDirectory;
        string folder = Path.Combine(source, FolderName);
        string done = Path.Combine(folder, DoneName);
        if (!File.Exists(done) || NewestAssembly(source) > File.GetLastWriteTimeUtc(done))
        {
            Make(source, folder);
            File.WriteAllText(done, "");
        }

        string program = Path.Combine(folder, Path.GetFileName(typeof(InstrumentedCopy).Assembly.Location));
        Assembly copy = new Context(program).LoadFromAssemblyPath(program);
        return (int)copy.EntryPoint!.Invoke(null, [args])!;
    }

    private static void Make(string source, string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Directory.CreateDirectory(folder);
        foreach (string file in Directory.EnumerateFiles(source).Where(static file => Path.GetExtension(file) is ".dll" or ".json"))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }

        foreach ((string assembly, string space) in Instrumented)
        {
            Fuzzer.Instrument(Path.Combine(folder, assembly), type => type.StartsWith(space, StringComparison.Ordinal), Options.Value);
        }
    }

    private static DateTime NewestAssembly(string folder) =>
        Directory.EnumerateFiles(folder, "*.dll").Max(static file => File.GetLastWriteTimeUtc(file));

    private sealed class Context(string program) : AssemblyLoadContext("instrumented")
    {
        private readonly AssemblyDependencyResolver _resolver = new(program);

        protected override Assembly? Load(AssemblyName assemblyName) =>
            _resolver.ResolveAssemblyToPath(assemblyName) is string path ? LoadFromAssemblyPath(path) : null;

        protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
            _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is string path ? LoadUnmanagedDllFromPath(path) : 0;
    }
}
