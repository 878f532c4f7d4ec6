using System.Reflection;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace FlowSensor.Engine.Storage;

/// <summary>
/// Binds the SQLite provider to the system's library where there is one, because the distribution keeps that patched, and to
/// the bundled library elsewhere.
/// </summary>
internal static class SqliteLibrary
{
    private const string ProviderName = "e_sqlite3";
    private const string SystemName = "libsqlite3.so.0";

    private static readonly Lazy<bool> Loaded = new(Load);

    /// <summary>Loads the library once for the process.</summary>
    public static void EnsureLoaded() => _ = Loaded.Value;

    private static bool Load()
    {
        NativeLibrary.SetDllImportResolver(typeof(SQLite3Provider_e_sqlite3).Assembly, Resolve);
        Batteries_V2.Init();
        return true;
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path) =>
        name == ProviderName && OperatingSystem.IsLinux() && NativeLibrary.TryLoad(SystemName, out nint handle) ? handle : 0;
}
