namespace FlowSensor.Generator.Stores;

/// <summary>How much is put into a store.</summary>
internal sealed class FilledStoreOptions
{
    /// <summary>Folder of the store.</summary>
    public required string Folder { get; init; }

    /// <summary>Days.</summary>
    public int Days { get; init; } = 30;

    /// <summary>Different sources over all days.</summary>
    public int Sources { get; init; } = 200_000;

    /// <summary>Draws of a source in a window; many draw the same.</summary>
    public int Draws { get; init; } = 200;

    /// <summary>Mail servers.</summary>
    public int Servers { get; init; } = 20;

    /// <summary>Incidents over all days.</summary>
    public int Incidents { get; init; } = 3_000;

    /// <summary>Seed of all choices.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Start of the first day, Unix milliseconds.</summary>
    public long Start { get; init; } = 1_767_225_600_000;
}
