using FlowSensor.Capture.Native;
using Microsoft.Win32.SafeHandles;

namespace FlowSensor.Capture.Files;

/// <summary>Which file a name or an open handle stands for, whatever it is called: device and inode.</summary>
/// <param name="Device">Major and minor number of the device.</param>
/// <param name="Inode">Number of the file on it; used again once the file is deleted and closed everywhere.</param>
public readonly record struct FileIdentity(ulong Device, ulong Inode)
{
    /// <summary>Not known: there is no such file, or the system cannot tell.</summary>
    public static readonly FileIdentity Unknown;

    /// <summary>True when it tells a file.</summary>
    public bool IsKnown => Inode != 0;

    /// <summary>The file that is open.</summary>
    public static FileIdentity Of(SafeFileHandle handle)
    {
        ArgumentNullException.ThrowIfNull(handle);
        bool isHeld = false;
        try
        {
            handle.DangerousAddRef(ref isHeld);
            return Ask((int)handle.DangerousGetHandle(), "", LibC.AtEmptyPath);
        }
        finally
        {
            if (isHeld)
            {
                handle.DangerousRelease();
            }
        }
    }

    /// <summary>The file that a path leads to.</summary>
    public static FileIdentity Of(string path) => Ask(LibC.AtCurrentFolder, path, 0);

    private static FileIdentity Ask(int folder, string path, int flags)
    {
        if (!OperatingSystem.IsLinux())
        {
            return Unknown;
        }

        int failed = LibC.FileStatus(folder, path, flags, LibC.StatusInode, out FileStatusRecord status);
        return failed != 0 ? Unknown : new FileIdentity(((ulong)status.DeviceMajor << 32) | status.DeviceMinor, status.Inode);
    }
}
