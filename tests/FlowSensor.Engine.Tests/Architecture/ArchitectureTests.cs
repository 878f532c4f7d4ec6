using System.Text.RegularExpressions;

namespace FlowSensor.Engine.Tests.Architecture;

/// <summary>The arrows between projects and folders, and the limits of the house, read from the sources.</summary>
public sealed partial class ArchitectureTests
{
    private const int MostLines = 400;

    [Theory]
    [InlineData("FlowSensor.Protocols", "")]
    [InlineData("FlowSensor.Capture", "")]
    [InlineData("FlowSensor.Engine", "FlowSensor.Capture FlowSensor.Protocols")]
    [InlineData("FlowSensor", "FlowSensor.Engine")]
    public void ProjectReferences_OfEachProject_AreTheArrows(string project, string expected)
    {
        string text = File.ReadAllText(Path.Combine(SourceTree.Root, "src", project, project + ".csproj"));

        IEnumerable<string> references = ProjectReference().Matches(text).Select(match => match.Groups[1].Value)
            .Order(StringComparer.Ordinal);

        Assert.Equal(expected, string.Join(' ', references));
    }

    [Theory]
    [InlineData("FlowSensor.Protocols", "Protocols")]
    [InlineData("FlowSensor.Capture", "Capture")]
    [InlineData("FlowSensor.Engine", "Protocols Capture Engine")]
    public void Namespaces_UsedByAProject_AreItsOwnOrBelow(string project, string allowed)
    {
        string[] roots = allowed.Split(' ');

        IEnumerable<string> strays = SourceTree.Sources("src/" + project).SelectMany(file => NamespacesOf(file)
            .Where(name => !roots.Contains(name.Split('.')[1]))
            .Select(name => $"{file} uses {name}"));

        Assert.Empty(strays);
    }

    // Hints to the processor: no data, no time, no system call (docs/decisions/0032).
    private const string CacheHints = "FlowSensor.Capture.Memory";

    [Theory]
    [InlineData("Traffic", "")]
    [InlineData("MailStatistics", "")]
    [InlineData("Detection", "Traffic MailStatistics")]
    public void Namespaces_UsedByAPureFolder_AreItsOwnThoseBelowAndProtocols(string folder, string below)
    {
        string own = "FlowSensor.Engine." + folder;
        string[] allowed = [.. below.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static name => "FlowSensor.Engine." + name)];

        IEnumerable<string> strays = SourceTree.Sources("src/FlowSensor.Engine/" + folder).SelectMany(file => NamespacesOf(file)
            .Where(name => !name.StartsWith("FlowSensor.Protocols", StringComparison.Ordinal)
                && name != CacheHints
                && !allowed.Contains(name)
                && name != own && !name.StartsWith(own + ".", StringComparison.Ordinal))
            .Select(name => $"{file} uses {name}"));

        Assert.Empty(strays);
    }

    // The sum of all sections, which lie with what they set (docs/decisions/0255).
    private const string SumOfSections = "Configuration";

    // Names are read as written in full, as using directives are. One that is written from the own namespace on (Storage.StoreReader) is not
    // seen: it looks like a property of the same name.
    [Theory]
    [InlineData("FlowSensor.Protocols", "")]
    [InlineData("FlowSensor.Capture", "")]
    [InlineData("FlowSensor.Engine", SumOfSections)]
    [InlineData("FlowSensor", "")]
    public void Folders_OfAProject_UseEachOtherOneWay(string project, string except)
    {
        string root = project + ".";
        HashSet<(string From, string To)> arrows = [.. SourceTree.Sources("src/" + project).SelectMany(file => NamespacesOf(file)
            .Where(name => name.StartsWith(root, StringComparison.Ordinal))
            .Select(name => (FolderOf(file, project), name[root.Length..].Split('.')[0])))];

        IEnumerable<(string From, string To)> judged = arrows.Where(arrow => arrow.From != except && arrow.To != except);

        Assert.True(arrows.Count > 3);
        Assert.Equal("", string.Join(" -> ", ArrowCircle.Find(judged)));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("a>b b>c a>c d>c", "")]
    [InlineData("a>a a>b", "")]
    [InlineData("a>b b>a", "a b a")]
    [InlineData("x>a a>b b>c c>d d>a b>d", "a b c d a")]
    public void Find_ArrowsWithAndWithoutCircle_TellsTheCircle(string arrows, string expected)
    {
        IEnumerable<(string From, string To)> pairs = arrows.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(static arrow => (arrow.Split('>')[0], arrow.Split('>')[1]));

        Assert.Equal(expected, string.Join(' ', ArrowCircle.Find(pairs)));
    }

    [Fact]
    public void Files_InSrc_HaveAtMostFourHundredLines()
    {
        IEnumerable<string> tooLong = SourceTree.Sources("src")
            .Select(file => (File: file, Lines: File.ReadLines(Path.Combine(SourceTree.Root, file)).Count()))
            .Where(entry => entry.Lines > MostLines)
            .Select(entry => $"{entry.File} has {entry.Lines} lines");

        Assert.Empty(tooLong);
    }

    [Fact]
    public void Pointers_OutsideCapture_DoNotExist()
    {
        IEnumerable<string> files = SourceTree.Sources("src")
            .Where(file => !file.StartsWith("src/FlowSensor.Capture/", StringComparison.Ordinal))
            .Where(file => UnsafeCode().IsMatch(SourceTree.Code(file)));

        Assert.Empty(files);
    }

    [Fact]
    public void Namespace_OfEachFile_IsItsFolder()
    {
        IEnumerable<string> strays = SourceTree.Sources("src")
            .Select(file => (File: file, Declared: DeclaredNamespace().Match(SourceTree.Code(file)).Groups[1].Value))
            .Where(entry => entry.Declared.Length > 0
                && entry.Declared != Path.GetDirectoryName(entry.File)!["src/".Length..].Replace('/', '.'))
            .Select(entry => $"{entry.File} declares {entry.Declared}");

        Assert.Empty(strays);
    }

    [Fact]
    public void ArchitectureDocument_NamesOnlyWhatExists()
    {
        string text = File.ReadAllText(Path.Combine(SourceTree.Root, "docs", "architecture.md"));

        string[] named = [.. NamedPath().Matches(text).Select(match => match.Groups[1].Value)];

        Assert.True(named.Length > 10);
        Assert.DoesNotContain(named, path => !Path.Exists(Path.Combine(SourceTree.Root, path)));
    }

    [Fact]
    public void ArchitectureDocument_NamesEveryFolderOfAProject()
    {
        string text = File.ReadAllText(Path.Combine(SourceTree.Root, "docs", "architecture.md"));

        IEnumerable<string> folders = SourceTree.Sources("src").Select(static file => file.Split('/')).Where(static parts => parts.Length > 3)
            .Select(static parts => string.Join('/', parts[..3])).Distinct();

        Assert.DoesNotContain(folders, folder => !text.Contains($"`{folder}/`", StringComparison.Ordinal));
    }

    // Files of the project's own folder are the program itself, above all others.
    private static string FolderOf(string file, string project) => file[("src/" + project + "/").Length..].Split('/') is [string folder, _, ..] ? folder : "";

    private static IEnumerable<string> NamespacesOf(string file) =>
        UsedNamespace().Matches(SourceTree.Code(file)).Select(match => match.Value).Distinct();

    [GeneratedRegex("""<ProjectReference Include="[^"]*/([^/"]+)\.csproj""")]
    private static partial Regex ProjectReference();

    [GeneratedRegex(@"\bFlowSensor\.[A-Z]\w*(\.[A-Z]\w*)*")]
    private static partial Regex UsedNamespace();

    // Unsafe.SizeOf reads no memory.
    [GeneratedRegex(@"\bunsafe\b|\bUnsafe\.(?!SizeOf)|\bMemoryMarshal\.GetReference\b")]
    private static partial Regex UnsafeCode();

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex DeclaredNamespace();

    [GeneratedRegex(@"`((?:src|tests|docs|captures|grafana)/[\w./-]*)`")]
    private static partial Regex NamedPath();
}
