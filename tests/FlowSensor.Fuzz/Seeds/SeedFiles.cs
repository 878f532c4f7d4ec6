using System.IO.Compression;
using System.Text;

namespace FlowSensor.Fuzz.Seeds;

/// <summary>The files that seeds come from: <c>captures/</c>, and the published captures in <c>../shared/data</c> where they are.</summary>
internal sealed class SeedFiles
{
    private const int LinesPerFile = 40;

    private readonly string? _captures;
    private readonly string? _shared;
    private TrafficSeeds? _traffic;

    private SeedFiles(string? captures, string? shared)
    {
        _captures = captures;
        _shared = shared;
    }

    /// <summary>What the capture files hold, read once.</summary>
    public TrafficSeeds Traffic => _traffic ??= new TrafficSeeds(
        [.. Own("*.pcap.gz"), .. Shared("flows"), .. Shared("packets"), .. Shared("malformed")]);

    /// <summary>Finds the folders above the program.</summary>
    /// <param name="useShared">False to leave the published captures out, so that a run is the same everywhere.</param>
    public static SeedFiles Find(bool useShared) => new(
        Above(Path.Combine("captures", "README.md")),
        useShared ? Above(Path.Combine("shared", "data", "manifest.json")) : null);

    /// <summary>Files of <c>captures/</c> with a name like this.</summary>
    public IEnumerable<string> Own(string pattern) => Files(_captures, pattern);

    /// <summary>Files in a folder of the published ones.</summary>
    public IEnumerable<string> Shared(string folder) => Files(_shared is null ? null : Path.Combine(_shared, folder), "*");

    /// <summary>Contents of files that are not too long.</summary>
    public static IEnumerable<byte[]> Contents(IEnumerable<string> files, int longest) =>
        files.Where(file => new FileInfo(file).Length <= longest).Select(File.ReadAllBytes);

    /// <summary>Lines from the logs of the recordings: some of each file, from all over it.</summary>
    public IEnumerable<byte[]> LogLines(string pattern)
    {
        foreach (string file in Own(pattern))
        {
            using StreamReader text = new(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
            string[] lines = text.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
            int step = Math.Max(1, lines.Length / LinesPerFile);
            for (int i = 0; i < lines.Length; i += step)
            {
                yield return Encoding.UTF8.GetBytes(lines[i] + "\n");
            }
        }
    }

    private static IEnumerable<string> Files(string? folder, string pattern) => folder is not null && Directory.Exists(folder)
        ? Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        : [];

    private static string? Above(string wanted)
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, wanted)))
            {
                return Path.GetDirectoryName(Path.Combine(folder.FullName, wanted));
            }
        }

        return null;
    }
}
