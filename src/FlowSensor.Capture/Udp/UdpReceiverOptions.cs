using System.Net;

namespace FlowSensor.Capture.Udp;

/// <summary>How one UDP socket is opened.</summary>
public sealed record UdpReceiverOptions
{
    /// <summary>Largest UDP payload that an IP packet without jumbo option can carry, rounded up (RFC 768: a 16-bit length).</summary>
    public const int LargestDatagram = 65_535;

    /// <summary>Local address and port. Port 0 lets the system choose.</summary>
    public required IPEndPoint Endpoint { get; init; }

    /// <summary>An IPv6 socket takes IPv4 as well; the senders' addresses are then IPv4-mapped.</summary>
    public bool DualStack { get; init; }

    /// <summary>
    /// Socket receive buffer asked for, in bytes. 64 MiB holds about 40,000 full datagrams, two seconds of a busy collector.
    /// </summary>
    public int ReceiveBuffer { get; init; } = 64 << 20;

    /// <summary>Joins the sockets of this process that already listen on the same address (SO_REUSEPORT).</summary>
    public bool JoinGroup { get; init; }

    /// <summary>Lets later sockets of this process join (SO_REUSEPORT, set after an exclusive bind so that a foreign listener is still noticed).</summary>
    public bool AllowGroup { get; init; }

    /// <summary>Datagrams asked of the kernel in one call, 1 to 1,024.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>Longest payload taken whole, in bytes; what is longer is cut and marked.</summary>
    public int MaxDatagram { get; init; } = LargestDatagram;

    /// <summary>Longest time a call to <see cref="UdpReceiver.Receive"/> blocks; it bounds how long a stop takes.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Stamps datagrams where the kernel does not.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
