using System.Net;

namespace FlowSensor.Engine.Collection;

/// <summary>Where datagrams are received, by how many threads, and how many may wait.</summary>
public sealed record DatagramReceiverOptions
{
    /// <summary>Local addresses and ports to listen on; <c>[::]</c> takes IPv4 too unless the same port is listed for IPv4.</summary>
    public required IReadOnlyList<IPEndPoint> Listen { get; init; }

    /// <summary>
    /// Receiving threads per address, each with a socket of its own in one SO_REUSEPORT group. The kernel keeps the datagrams
    /// of one exporter (address and port) on one socket, so their order is kept. 0 means one per processor, at most 4.
    /// </summary>
    public int Threads { get; init; } = 1;

    /// <summary>Receive buffer of each socket in bytes.</summary>
    public int ReceiveBuffer { get; init; } = 64 << 20;

    /// <summary>
    /// Batches that exist at most over all listeners, filled, waiting, or in the consumer's hands. With 256 KiB each,
    /// 128 are 32 MiB; they are made when first needed.
    /// </summary>
    public int MaxBatches { get; init; } = 128;

    /// <summary>Payload octets that one batch holds.</summary>
    public int BatchOctets { get; init; } = 256 << 10;

    /// <summary>Datagrams that one batch holds.</summary>
    public int BatchDatagrams { get; init; } = 256;

    /// <summary>
    /// How long a receiving thread waits for a free batch, while the socket's buffer takes what comes, before it begins to drop. Long: of what is
    /// dropped here the socket's buffer, which may be as large as all batches, would have held most.
    /// </summary>
    public TimeSpan PatienceWhenFull { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest time a thread sleeps in the kernel, and so how long a waiting rest of a batch, or a stop while batches are taken, may take.</summary>
    public TimeSpan ReceiveTimeout { get; init; } = TimeSpan.FromMilliseconds(100);
}
