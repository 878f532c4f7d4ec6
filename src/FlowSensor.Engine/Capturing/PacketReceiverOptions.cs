namespace FlowSensor.Engine.Capturing;

/// <summary>How packets get from the reading threads to the consumer.</summary>
public sealed record PacketReceiverOptions
{
    /// <summary>Batches that exist at most over all interfaces. With 512 KiB each, 128 are 64 MiB; they are made when first needed.</summary>
    public int MaxBatches { get; init; } = 128;

    /// <summary>Octets that one batch holds; more than the longest snap length.</summary>
    public int BatchOctets { get; init; } = 512 << 10;

    /// <summary>Packets that one batch holds.</summary>
    public int BatchPackets { get; init; } = 4_096;

    /// <summary>How long a reading thread waits for a free batch, while the capture buffer takes what comes, before it drops.</summary>
    public TimeSpan PatienceWhenFull { get; init; } = TimeSpan.FromMilliseconds(20);
}
