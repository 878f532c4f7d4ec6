using System.Text.Json;

namespace FlowSensor.Protocols.Tests.Pcap;

/// <summary>
/// The folder of published captures (<c>shared/data</c>) beside the project, or where FLOWSENSOR_SHARED says. It is not part of the
/// project: tests over it do nothing where it is absent.
/// </summary>
internal static class PublishedData
{
    internal static string? Folder { get; } = Find();

    /// <summary>The manifest's entries whose file lies under one of the folders, with the file's full path.</summary>
    internal static IEnumerable<(string File, string Path, JsonElement Expected)> Entries(params string[] folders)
    {
        if (Folder is null)
        {
            yield break;
        }

        using JsonDocument manifest = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, "manifest.json")));
        foreach (JsonElement entry in manifest.RootElement.EnumerateArray())
        {
            string file = entry.GetProperty("file").GetString()!;
            if (folders.Any(folder => file.StartsWith(folder, StringComparison.Ordinal))
                && entry.TryGetProperty("expected", out JsonElement expected))
            {
                yield return (file, Path.Combine(Folder, file), expected.Clone());
            }
        }
    }

    /// <summary>All files under one of the folders.</summary>
    internal static IEnumerable<string> Files(params string[] folders) => Folder is null
        ? []
        : folders.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Folder, folder), "*", SearchOption.AllDirectories)).Order(StringComparer.Ordinal);

    private static string? Find()
    {
        string? named = Environment.GetEnvironmentVariable("FLOWSENSOR_SHARED");
        if (!string.IsNullOrEmpty(named))
        {
            return Directory.Exists(Path.Combine(named, "data")) ? Path.Combine(named, "data") : null;
        }

        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string candidate = Path.Combine(folder.FullName, "shared", "data");
            if (File.Exists(Path.Combine(candidate, "manifest.json")))
            {
                return candidate;
            }
        }

        return null;
    }
}
