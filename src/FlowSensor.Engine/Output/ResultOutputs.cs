using FlowSensor.Engine.Output.Delivery;
using FlowSensor.Engine.Pipeline;
using FlowSensor.Engine.Storage;

namespace FlowSensor.Engine.Output;

/// <summary>Hands every closed item to each of several outputs, and then to the store.</summary>
/// <param name="outputs">The outputs; they belong to this from here on.</param>
/// <param name="store">Takes what is to be stored; null to store nothing.</param>
public sealed class ResultOutputs(IReadOnlyList<IResultOutput> outputs, Action<StoredItem>? store) : IDisposable
{
    /// <summary>Where items go; null when nobody wants any.</summary>
    public Action<StoredItem>? Add { get; } = outputs.Count == 0 ? store : item =>
    {
        // Outputs first: of what is spooled, nothing is lost when the sensor is killed, and the store has its own queue.
        foreach (IResultOutput output in outputs)
        {
            output.Add(item);
        }

        store?.Invoke(item);
    };

    /// <summary>The output that wants to see every record, too; null where none does.</summary>
    public IRecordObserver? Observer { get; } = outputs.OfType<IRecordObserver>().SingleOrDefault();

    /// <summary>How the outputs do.</summary>
    public IReadOnlyList<OutputState> States => [.. outputs.Select(static output => output.State)];

    /// <summary>Waits until everything is delivered or refused for good.</summary>
    /// <returns>True when nothing waits any more.</returns>
    public bool Flush(CancellationToken stop) => outputs.Select(output => output.Flush(stop)).ToArray().All(static flushed => flushed);

    /// <summary>Ends all outputs at the same time; what is not delivered by then stays in their spools.</summary>
    public void Stop(TimeSpan patience) =>
        Task.WaitAll([.. outputs.Select(output => Task.Factory.StartNew(() => output.Stop(patience), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))]);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (IResultOutput output in outputs)
        {
            output.Dispose();
        }
    }
}
