using System.Text.RegularExpressions;

namespace FlowSensor.Engine.Tests.Architecture;

/// <summary>The checkout that the tests were built from, as files and text.</summary>
internal static partial class SourceTree
{
    /// <summary>Folder of the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>C# files under a folder, without build output; paths relative to the root.</summary>
    /// <param name="folder">Folder relative to the root.</param>
    public static IEnumerable<string> Sources(string folder)
    {
        string full = Path.Combine(Root, folder);
        return !Directory.Exists(full)
            ? []
            : Directory.EnumerateFiles(full, "*.cs", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
                .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal);
    }

    /// <summary>Code of a file without its line comments and strings.</summary>
    /// <param name="file">Path relative to the root.</param>
    public static string Code(string file) => CommentOrString().Replace(File.ReadAllText(Path.Combine(Root, file)), "");

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "FlowSensor.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException("FlowSensor.sln is in no folder above the tests.");
    }

    [GeneratedRegex("""//.*$|"(\\.|[^"\\\n])*["\n]""", RegexOptions.Multiline)]
    private static partial Regex CommentOrString();
}
