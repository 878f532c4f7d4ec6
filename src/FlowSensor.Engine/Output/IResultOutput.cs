using FlowSensor.Engine.Output.Delivery;
using FlowSensor.Engine.Storage;

namespace FlowSensor.Engine.Output;

/// <summary>Sends what the sensor closes to a database beside the store. Several threads add; an output has threads of its own for the rest.</summary>
public interface IResultOutput : IDisposable
{
    /// <summary>How it does.</summary>
    OutputState State { get; }

    /// <summary>Takes an item; waits when too many are in hand, never for the database.</summary>
    void Add(StoredItem item);

    /// <summary>Waits until everything that was added is with the database, or refused by it for good.</summary>
    /// <param name="stop">Ends the wait.</param>
    /// <returns>True when nothing waits any more.</returns>
    bool Flush(CancellationToken stop);

    /// <summary>Brings everything that was added to disk, delivers what it can within a time, and ends.</summary>
    /// <param name="patience">The time.</param>
    void Stop(TimeSpan patience);
}
