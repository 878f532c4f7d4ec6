using System.Runtime.InteropServices;

namespace FlowSensor.Capture.Native;

/// <summary>Socket and memory calls of the C library, with the numbers that Linux has for them on x86-64 and arm64 (include/uapi/asm-generic).</summary>
internal static unsafe partial class LibC
{
    public const int AddressFamilyInet = 2;
    public const int AddressFamilyInet6 = 10;

    /// <summary>SOCK_DGRAM | SOCK_CLOEXEC.</summary>
    public const int DatagramSocket = 2 | 0x80000;

    public const int SolSocket = 1;
    public const int SoReceiveBuffer = 8;
    public const int SoReusePort = 15;
    public const int SoReceiveTimeout = 20;
    public const int SoReceiveBufferForce = 33;
    public const int SoTimestampNanoseconds = 35;
    public const int SoReceiveQueueOverflow = 40;
    public const int SoMemoryInformation = 55;
    public const int ProtocolIPv6 = 41;
    public const int IPv6Only = 26;

    public const int MessageTruncated = 0x20;

    /// <summary>Block for the first datagram only.</summary>
    public const int MessageWaitForOne = 0x10000;

    /// <summary>POLLIN.</summary>
    public const short PollIn = 1;

    /// <summary>MADV_HUGEPAGE.</summary>
    public const int AdviseHugePages = 14;

    public const int Eperm = 1;
    public const int Eintr = 4;
    public const int Eagain = 11;
    public const int Eacces = 13;
    public const int Eafnosupport = 97;
    public const int Eaddrinuse = 98;
    public const int Eaddrnotavail = 99;

    /// <summary>AT_FDCWD.</summary>
    public const int AtCurrentFolder = -100;

    /// <summary>AT_EMPTY_PATH: the descriptor itself.</summary>
    public const int AtEmptyPath = 0x1000;

    /// <summary>STATX_INO.</summary>
    public const uint StatusInode = 0x100;

    /// <summary>PRIO_PROCESS.</summary>
    public const int PriorityOfProcess = 0;

    private const string Library = "libc";

    [LibraryImport(Library, EntryPoint = "socket", SetLastError = true)]
    public static partial SocketDescriptor Socket(int family, int type, int protocol);

    [LibraryImport(Library, EntryPoint = "getpriority", SetLastError = true)]
    public static partial int GetPriority(int which, uint who);

    [LibraryImport(Library, EntryPoint = "setpriority", SetLastError = true)]
    public static partial int SetPriority(int which, uint who, int niceness);

    [LibraryImport(Library, EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int descriptor);

    [LibraryImport(Library, EntryPoint = "bind", SetLastError = true)]
    public static partial int Bind(SocketDescriptor socket, byte* address, uint length);

    [LibraryImport(Library, EntryPoint = "getsockname", SetLastError = true)]
    public static partial int GetSocketName(SocketDescriptor socket, byte* address, uint* length);

    [LibraryImport(Library, EntryPoint = "setsockopt", SetLastError = true)]
    public static partial int SetSocketOption(SocketDescriptor socket, int level, int name, void* value, uint length);

    [LibraryImport(Library, EntryPoint = "getsockopt", SetLastError = true)]
    public static partial int GetSocketOption(SocketDescriptor socket, int level, int name, void* value, uint* length);

    [LibraryImport(Library, EntryPoint = "recvmmsg", SetLastError = true)]
    public static partial int ReceiveMessages(SocketDescriptor socket, MessageHeader* messages, uint count, int flags, void* timeout);

    [LibraryImport(Library, EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int FileStatus(int folder, string path, int flags, uint mask, out FileStatusRecord status);

    [LibraryImport(Library, EntryPoint = "poll", SetLastError = true)]
    public static partial int Poll(PollDescriptor* descriptors, nuint count, int timeoutMilliseconds);

    [LibraryImport(Library, EntryPoint = "madvise", SetLastError = true)]
    public static partial int Advise(void* start, nuint length, int advice);
}
