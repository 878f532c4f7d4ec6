using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace FlowSensor.Capture.Udp;

/// <summary>
/// One UDP socket that receives datagrams in batches. A receiver belongs to one thread, apart from <see cref="KernelDrops"/>;
/// what <see cref="Payload"/> returns is overwritten by the next <see cref="Receive"/>.
/// </summary>
public abstract class UdpReceiver : IDisposable
{
    /// <summary>The address and port the socket is bound to.</summary>
    public abstract IPEndPoint LocalEndpoint { get; }

    /// <summary>Receive buffer in bytes that the kernel really gave, in the units it was asked for.</summary>
    public abstract int ReceiveBuffer { get; }

    /// <summary>Datagrams that one <see cref="Receive"/> brings at most; when it brings less, the socket was empty.</summary>
    public abstract int BatchSize { get; }

    /// <summary>Datagrams that the kernel has dropped on this socket since it was opened, as far as known; any thread may read it.</summary>
    public abstract long KernelDrops { get; }

    /// <summary>Opens and binds a socket: batched on 64-bit Linux, one datagram a call elsewhere.</summary>
    /// <exception cref="CaptureException">The address cannot be used.</exception>
    public static UdpReceiver Open(UdpReceiverOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.BatchSize, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.BatchSize, 1024);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxDatagram, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.MaxDatagram, UdpReceiverOptions.LargestDatagram);
        return OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.Arm64
            ? new BatchedUdpReceiver(options)
            : new PlainUdpReceiver(options);
    }

    /// <summary>Waits for at least one datagram, then takes all that are there, up to the batch size.</summary>
    /// <returns>The number of datagrams that can be read until the next call; 0 when the time-out passed.</returns>
    /// <exception cref="CaptureException">The socket has failed.</exception>
    public abstract int Receive();

    /// <summary>The payload of one datagram of the last <see cref="Receive"/>.</summary>
    public abstract ReadOnlySpan<byte> Payload(int index);

    /// <summary>Sender and arrival of one datagram of the last <see cref="Receive"/>.</summary>
    public abstract DatagramHeader Header(int index);

    /// <summary>Asks the kernel for its drop counter now, also when no datagram came since; <see cref="KernelDrops"/> then tells it.</summary>
    public abstract void RefreshKernelDrops();

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes the socket.</summary>
    protected abstract void Dispose(bool disposing);

    internal static CaptureException Failed(IPEndPoint endpoint, SocketError error, string detail) => new(error switch
    {
        SocketError.AddressAlreadyInUse =>
            $"UDP {endpoint} is already in use by another program; stop that program or listen on another port.",
        SocketError.AccessDenied =>
            $"UDP {endpoint} may not be opened by this user; use a port of 1024 or above, or grant CAP_NET_BIND_SERVICE.",
        SocketError.AddressNotAvailable =>
            $"UDP {endpoint} cannot be opened because this machine has no such address; listen on an address of its own, or on 0.0.0.0 or [::].",
        SocketError.AddressFamilyNotSupported =>
            $"UDP {endpoint} cannot be opened because this system does not have that address family switched on.",
        _ => $"UDP {endpoint} cannot be used: {detail}.",
    });
}
