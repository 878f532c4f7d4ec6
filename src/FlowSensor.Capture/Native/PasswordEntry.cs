using System.Runtime.InteropServices;

namespace FlowSensor.Capture.Native;

/// <summary>struct passwd of Linux (pwd.h), the same in glibc and musl.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct PasswordEntry
{
    /// <summary>pw_name.</summary>
    public byte* Name;

    /// <summary>pw_passwd.</summary>
    public byte* Password;

    /// <summary>pw_uid.</summary>
    public uint UserId;

    /// <summary>pw_gid.</summary>
    public uint GroupId;

    /// <summary>pw_gecos.</summary>
    public byte* Description;

    /// <summary>pw_dir.</summary>
    public byte* Home;

    /// <summary>pw_shell.</summary>
    public byte* Shell;
}
