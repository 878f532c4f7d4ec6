namespace FlowSensor.Engine.Capturing;

/// <summary>The account of one interface. At the end: <c>Seen = Delivered + KernelDropped</c>, and all delivered but <c>QueueFull</c> were taken.</summary>
public sealed record InterfaceCounters
{
    /// <summary>Name of the interface.</summary>
    public required string Interface { get; init; }

    /// <summary>Packets the kernel counted behind the filter.</summary>
    public long Seen { get; init; }

    /// <summary>Packets that came out of the capture.</summary>
    public long Delivered { get; init; }

    /// <summary>Packets of <see cref="Delivered"/> that were dropped because the sensor was behind.</summary>
    public long QueueFull { get; init; }

    /// <summary>Packets that found the capture buffer full.</summary>
    public long KernelDropped { get; init; }

    /// <summary>Packets the interface dropped before the filter, where the system tells.</summary>
    public long InterfaceDropped { get; init; }
}
