using FlowSensor.Engine.Configuration;
using Microsoft.AspNetCore.DataProtection;

namespace FlowSensor.Dashboard.Access;

/// <summary>The keys that cookies and forms are sealed with: in a folder of the store that nobody else may enter, so that log-ins outlive a restart.</summary>
internal static class SessionKeys
{
    private const string FolderName = "keys";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Adds them; where they cannot be kept they are gone with the process.</summary>
    public static void Add(IServiceCollection services, string store, ILogger logger)
    {
        IDataProtectionBuilder protection = services.AddDataProtection().SetApplicationName("flowsensor");
        string folder = Path.Combine(Path.GetFullPath(store), FolderName);
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(folder);
            }
            else
            {
                Directory.CreateDirectory(folder, OwnerOnly);
                File.SetUnixFileMode(folder, OwnerOnly);
            }

            protection.PersistKeysToFileSystem(new DirectoryInfo(folder));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            AccessLog.KeysNotKept(logger, folder, FileTrouble.Describe(failure));
            protection.UseEphemeralDataProtectionProvider();
        }
    }
}
