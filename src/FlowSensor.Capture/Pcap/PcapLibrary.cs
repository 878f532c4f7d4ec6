using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace FlowSensor.Capture.Pcap;

/// <summary>Finds libpcap under the names that systems give it, and says what to install where there is none.</summary>
public static class PcapLibrary
{
    /// <summary>The name the imports use; never looked up as such.</summary>
    internal const string Name = "libpcap";

    // Debian and its kin kept 0.8 as the name of every 1.x release; others follow the version; the bare names are those of a
    // development package and of macOS.
    private static readonly string[] FileNames = ["libpcap.so.0.8", "libpcap.so.1", "libpcap.so", "libpcap.A.dylib", "libpcap.dylib"];

    private static readonly Lazy<nint> Loaded = new(Load);

    static PcapLibrary() => NativeLibrary.SetDllImportResolver(
        typeof(PcapLibrary).Assembly, static (name, _, _) => name == Name ? Loaded.Value : 0);

    /// <summary>True when libpcap is there; else why not, in one sentence.</summary>
    public static bool IsAvailable([NotNullWhen(false)] out string? reason)
    {
        reason = Loaded.Value == 0 ? MissingMessage : null;
        return reason is null;
    }

    internal static string MissingMessage =>
        "libpcap is not installed, so no interface can be captured from; install the package libpcap0.8 (Debian, Ubuntu) or libpcap (others).";

    /// <summary>Throws the sentence when libpcap is missing; to be called before any import.</summary>
    internal static void Require()
    {
        if (!IsAvailable(out string? reason))
        {
            throw new CaptureException(reason);
        }
    }

    internal static nint LoadFirst(ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (NativeLibrary.TryLoad(name, out nint library))
            {
                return library;
            }
        }

        return 0;
    }

    private static nint Load() => LoadFirst(FileNames);
}
