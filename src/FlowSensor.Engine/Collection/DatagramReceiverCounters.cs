using System.Net;
using System.Runtime.InteropServices;

namespace FlowSensor.Engine.Collection;

/// <summary>The account of one listener: received = handed over + queue full, beside it what the kernel dropped before.</summary>
/// <param name="Endpoint">Address and port listened on.</param>
/// <param name="ReceiveBuffer">Receive buffer in bytes the kernel gave to each of the listener's sockets; less than asked for means that net.core.rmem_max is in the way.</param>
/// <param name="Received">Datagrams taken from the sockets.</param>
/// <param name="Octets">Their payload octets.</param>
/// <param name="QueueFull">Datagrams of <paramref name="Received"/> dropped because the consumer was behind.</param>
/// <param name="Truncated">Datagrams of <paramref name="Received"/> that were longer than any may be, and were cut.</param>
/// <param name="KernelDropped">Datagrams the kernel dropped on these sockets, mostly for want of buffer.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct DatagramReceiverCounters(
    IPEndPoint Endpoint, int ReceiveBuffer, long Received, long Octets, long QueueFull, long Truncated, long KernelDropped);
