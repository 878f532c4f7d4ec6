using System.Runtime.InteropServices;

namespace FlowSensor.Capture.Native;

/// <summary>
/// Calls of the C library about who the process is. Those that set users and groups are the library's, which carries them out in every thread
/// of the process (nptl(7)); the kernel's own calls would change one thread only.
/// </summary>
internal static unsafe partial class LibCUsers
{
    public const int Erange = 34;

    /// <summary>Leaves an identity as it is.</summary>
    public const uint Unchanged = uint.MaxValue;

    /// <summary>PR_SET_NO_NEW_PRIVS.</summary>
    public const int SetNoNewPrivileges = 38;

    /// <summary>SECCOMP_SET_MODE_FILTER.</summary>
    public const uint SetModeFilter = 1;

    /// <summary>SECCOMP_FILTER_FLAG_TSYNC: in all threads, or in none.</summary>
    public const uint AllThreads = 1;

    /// <summary>SECCOMP_FILTER_FLAG_SPEC_ALLOW: without slowing down speculation, as older kernels do for filtered processes.</summary>
    public const uint KeepSpeculation = 4;

    /// <summary>BPF_RET | BPF_K.</summary>
    public const ushort Return = 0x06;

    /// <summary>SECCOMP_RET_ALLOW.</summary>
    public const uint Allow = 0x7FFF_0000;

    private const string Library = "libc";

    /// <summary>__NR_seccomp.</summary>
    public static nint SeccompNumber => RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 277 : 317;

    [LibraryImport(Library, EntryPoint = "geteuid")]
    public static partial uint EffectiveUser();

    [LibraryImport(Library, EntryPoint = "getuid")]
    public static partial uint RealUser();

    [LibraryImport(Library, EntryPoint = "getpwnam_r", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int FindUser(string name, PasswordEntry* entry, byte* texts, nuint octets, PasswordEntry** found);

    [LibraryImport(Library, EntryPoint = "initgroups", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int SetGroupsOf(string user, uint group);

    [LibraryImport(Library, EntryPoint = "setresgid", SetLastError = true)]
    public static partial int SetGroup(uint real, uint effective, uint saved);

    [LibraryImport(Library, EntryPoint = "setresuid", SetLastError = true)]
    public static partial int SetUser(uint real, uint effective, uint saved);

    [LibraryImport(Library, EntryPoint = "prctl", SetLastError = true)]
    public static partial int ProcessControl(int option, nuint second, nuint third, nuint fourth, nuint fifth);

    [LibraryImport(Library, EntryPoint = "syscall", SetLastError = true)]
    public static partial nint Seccomp(nint number, uint operation, uint flags, FilterProgram* program);
}
