namespace FlowSensor.Tests.Peers;

/// <summary>Finds the real programs of <c>tests/peers/packages</c> on this machine and says what is missing.</summary>
internal static class PeerCatalog
{
    private static readonly string[] LibraryFolders = ["/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib", "/lib"];

    /// <summary>True when a missing peer must fail the test (<c>FLOWSENSOR_NO_SKIP=1</c>).</summary>
    public static bool SkippingForbidden => Environment.GetEnvironmentVariable("FLOWSENSOR_NO_SKIP") == "1";

    /// <summary>Path of an executable, shared library or Java archive, null when this machine has none.</summary>
    /// <param name="name">File name without folder.</param>
    public static string? Find(string name)
    {
        // Daemons live in sbin, which is not on every user's path.
        IEnumerable<string> folders = name.EndsWith(".jar", StringComparison.Ordinal)
            ? ["/usr/share/java"]
            : name.Contains(".so", StringComparison.Ordinal)
            ? LibraryFolders
            : [.. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':'), "/usr/sbin", "/sbin", "/usr/local/sbin"];
        return folders.Where(folder => folder.Length > 0).Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
    }

    /// <summary>Why a test that needs these peers cannot run here; null when it can, or when it must.</summary>
    /// <param name="peers">Executables or shared libraries.</param>
    /// <param name="root">The test needs root, too.</param>
    public static string? ReasonToSkip(IEnumerable<string> peers, bool root)
    {
        if (SkippingForbidden)
        {
            return null;
        }

        string[] missing = [.. peers.Where(peer => Find(peer) is null).Select(PackageOf).Distinct()];
        return missing.Length > 0 ? $"missing Debian package: {string.Join(", ", missing)}"
            : root && Environment.UserName != "root" ? "needs root"
            : null;
    }

    private static string PackageOf(string peer)
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string list = Path.Combine(folder.FullName, "tests", "peers", "packages");
            if (File.Exists(list))
            {
                return File.ReadLines(list)
                    .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                    .FirstOrDefault(words => words.Length == 2 && words[0] == peer)?[1] ?? peer;
            }
        }

        return peer;
    }
}
