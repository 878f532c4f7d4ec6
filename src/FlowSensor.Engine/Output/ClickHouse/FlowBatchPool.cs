using System.Collections.Concurrent;

namespace FlowSensor.Engine.Output.ClickHouse;

/// <summary>The batches of an output: as many as there are, no more, so that a slow disk cannot make the sensor's memory grow.</summary>
internal sealed class FlowBatchPool : IDisposable
{
    private readonly BlockingCollection<FlowBatch> _free = new(new ConcurrentStack<FlowBatch>());

    /// <summary>Makes the batches.</summary>
    /// <param name="count">How many.</param>
    /// <param name="octets">Room of each.</param>
    public FlowBatchPool(int count, int octets)
    {
        for (int i = 0; i < count; i++)
        {
            _free.Add(new FlowBatch(octets));
        }
    }

    /// <summary>Gives an empty batch, or null when all are in use.</summary>
    /// <param name="wait">Wait for one instead.</param>
    /// <param name="stop">Ends the wait.</param>
    public FlowBatch? Take(bool wait, CancellationToken stop)
    {
        try
        {
            return _free.TryTake(out FlowBatch? batch) || (wait && _free.TryTake(out batch, Timeout.Infinite, stop)) ? batch : null;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>Takes a batch back.</summary>
    public void Return(FlowBatch batch)
    {
        batch.Clear();
        _free.Add(batch);
    }

    /// <inheritdoc/>
    public void Dispose() => _free.Dispose();
}
