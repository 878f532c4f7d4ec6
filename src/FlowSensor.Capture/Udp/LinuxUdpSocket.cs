using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using FlowSensor.Capture.Native;

namespace FlowSensor.Capture.Udp;

/// <summary>Opens and binds the socket of a <see cref="BatchedUdpReceiver"/>, and reads its counters.</summary>
internal static unsafe class LinuxUdpSocket
{
    // SO_MEMINFO answers nine counters of sk_meminfo; the last is SK_MEMINFO_DROPS (include/uapi/linux/sock_diag.h).
    private const int MemoryInformationCount = 9;
    private const int MemoryInformationDrops = 8;

    public static SocketDescriptor Open(UdpReceiverOptions options, out IPEndPoint local, out int receiveBuffer)
    {
        IPEndPoint endpoint = options.Endpoint;
        bool inet6 = endpoint.AddressFamily == AddressFamily.InterNetworkV6;
        SocketDescriptor socket = LibC.Socket(inet6 ? LibC.AddressFamilyInet6 : LibC.AddressFamilyInet, LibC.DatagramSocket, 0);
        try
        {
            if (socket.IsInvalid)
            {
                throw LastError(endpoint);
            }

            if (inet6)
            {
                Require(socket, endpoint, LibC.ProtocolIPv6, LibC.IPv6Only, options.DualStack ? 0 : 1);
            }

            receiveBuffer = SetReceiveBuffer(socket, options.ReceiveBuffer);
            Require(socket, endpoint, LibC.SolSocket, LibC.SoReceiveQueueOverflow, 1);
            Require(socket, endpoint, LibC.SolSocket, LibC.SoTimestampNanoseconds, 1);
            SetTimeout(socket, endpoint, options.Timeout);
            local = Bind(socket, options);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Reads the socket's drop counter without waiting for a datagram that would carry it (SO_MEMINFO, Linux 4.12).</summary>
    public static bool TryReadDrops(SocketDescriptor socket, out uint drops)
    {
        uint* counters = stackalloc uint[MemoryInformationCount];
        uint length = MemoryInformationCount * sizeof(uint);
        bool read = LibC.GetSocketOption(socket, LibC.SolSocket, LibC.SoMemoryInformation, counters, &length) == 0
            && length >= MemoryInformationCount * sizeof(uint);
        drops = read ? counters[MemoryInformationDrops] : 0;
        return read;
    }

    private static IPEndPoint Bind(SocketDescriptor socket, UdpReceiverOptions options)
    {
        if (options.JoinGroup)
        {
            Require(socket, options.Endpoint, LibC.SolSocket, LibC.SoReusePort, 1);
        }

        byte* address = stackalloc byte[SocketAddressCodec.Size];
        Span<byte> view = new(address, SocketAddressCodec.Size);
        int length = SocketAddressCodec.Write(options.Endpoint, view);
        if (LibC.Bind(socket, address, (uint)length) != 0)
        {
            throw LastError(options.Endpoint);
        }

        // Set only now: with SO_REUSEPORT at bind, a second sensor of the same user would share the port unnoticed.
        if (options.AllowGroup)
        {
            Require(socket, options.Endpoint, LibC.SolSocket, LibC.SoReusePort, 1);
        }

        uint used = SocketAddressCodec.Size;
        if (LibC.GetSocketName(socket, address, &used) != 0)
        {
            throw LastError(options.Endpoint);
        }

        SocketAddressCodec.Read(view, out _, out _, out ushort port);
        return new IPEndPoint(options.Endpoint.Address, port);
    }

    private static int SetReceiveBuffer(SocketDescriptor socket, int wanted)
    {
        // Past net.core.rmem_max only CAP_NET_ADMIN may go; without it the kernel gives what it allows.
        if (LibC.SetSocketOption(socket, LibC.SolSocket, LibC.SoReceiveBufferForce, &wanted, sizeof(int)) != 0)
        {
            _ = LibC.SetSocketOption(socket, LibC.SolSocket, LibC.SoReceiveBuffer, &wanted, sizeof(int));
        }

        int given = 0;
        uint length = sizeof(int);
        _ = LibC.GetSocketOption(socket, LibC.SolSocket, LibC.SoReceiveBuffer, &given, &length);

        // socket(7): the kernel doubles the value for its own bookkeeping and answers the double.
        return given / 2;
    }

    private static void SetTimeout(SocketDescriptor socket, IPEndPoint endpoint, TimeSpan timeout)
    {
        long microseconds = Math.Max(1_000, timeout.Ticks / TimeSpan.TicksPerMicrosecond);
        long* value = stackalloc long[2] { microseconds / 1_000_000, microseconds % 1_000_000 };
        if (LibC.SetSocketOption(socket, LibC.SolSocket, LibC.SoReceiveTimeout, value, 2 * sizeof(long)) != 0)
        {
            throw LastError(endpoint);
        }
    }

    private static void Require(SocketDescriptor socket, IPEndPoint endpoint, int level, int name, int value)
    {
        if (LibC.SetSocketOption(socket, level, name, &value, sizeof(int)) != 0)
        {
            throw LastError(endpoint);
        }
    }

    private static CaptureException LastError(IPEndPoint endpoint)
    {
        int error = Marshal.GetLastPInvokeError();
        SocketError known = error switch
        {
            LibC.Eaddrinuse => SocketError.AddressAlreadyInUse,
            LibC.Eacces or LibC.Eperm => SocketError.AccessDenied,
            LibC.Eaddrnotavail => SocketError.AddressNotAvailable,
            LibC.Eafnosupport => SocketError.AddressFamilyNotSupported,
            _ => SocketError.SocketError,
        };
        return UdpReceiver.Failed(endpoint, known, Marshal.GetPInvokeErrorMessage(error));
    }
}
