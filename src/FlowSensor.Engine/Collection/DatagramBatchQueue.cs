using System.Diagnostics.CodeAnalysis;

namespace FlowSensor.Engine.Collection;

/// <summary>
/// The bounded path between receiving threads and the one consumer: a pool of at most so many batches, and the filled ones in order.
/// The queue needs no bound of its own, it cannot hold more than the pool has. Locked once a batch, never around I/O.
/// </summary>
internal sealed class DatagramBatchQueue(int maxBatches, int batchOctets, int batchDatagrams) : IDisposable
{
    private readonly Lock _sync = new();
    private readonly SemaphoreSlim _free = new(maxBatches, maxBatches);
    private readonly SemaphoreSlim _filled = new(0);
    private readonly Stack<DatagramBatch> _pool = new(maxBatches);
    private readonly Queue<DatagramBatch> _queue = new(maxBatches);

    /// <summary>True while the consumer has nothing to do.</summary>
    public bool IsEmpty => _filled.CurrentCount == 0;

    /// <summary>An empty batch, the one used last so that its memory is warm.</summary>
    public bool TryRent(TimeSpan wait, [NotNullWhen(true)] out DatagramBatch? batch)
    {
        batch = null;
        if (!_free.Wait(wait))
        {
            return false;
        }

        lock (_sync)
        {
            _pool.TryPop(out batch);
        }

        batch ??= new DatagramBatch(batchOctets, batchDatagrams);
        batch.Clear();
        return true;
    }

    public void Return(DatagramBatch batch)
    {
        lock (_sync)
        {
            _pool.Push(batch);
        }

        _free.Release();
    }

    public void Put(DatagramBatch batch)
    {
        lock (_sync)
        {
            _queue.Enqueue(batch);
        }

        _filled.Release();
    }

    public bool TryTake(TimeSpan wait, [NotNullWhen(true)] out DatagramBatch? batch)
    {
        batch = null;
        if (!_filled.Wait(wait))
        {
            return false;
        }

        lock (_sync)
        {
            batch = _queue.Dequeue();
        }

        return true;
    }

    public void Dispose()
    {
        _free.Dispose();
        _filled.Dispose();
    }
}
