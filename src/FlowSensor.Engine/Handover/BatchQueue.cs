using System.Diagnostics.CodeAnalysis;

namespace FlowSensor.Engine.Handover;

/// <summary>
/// The bounded path between receiving threads and the one consumer: a pool of at most so many batches, and the filled ones in order.
/// The queue needs no bound of its own, it cannot hold more than the pool has. Locked once a batch, never around I/O.
/// </summary>
internal sealed class BatchQueue<TBatch>(int maxBatches, Func<TBatch> make) : IDisposable
    where TBatch : class, IBatch
{
    private readonly Lock _sync = new();
    private readonly SemaphoreSlim _free = new(maxBatches, maxBatches);
    private readonly SemaphoreSlim _filled = new(0);
    private readonly Stack<TBatch> _pool = new(maxBatches);
    private readonly Queue<TBatch> _queue = new(maxBatches);

    /// <summary>True while the consumer has nothing to do.</summary>
    public bool IsEmpty => _filled.CurrentCount == 0;

    /// <summary>Set while there is a filled batch; for a consumer that waits for several queues.</summary>
    public WaitHandle Filled => _filled.AvailableWaitHandle;

    /// <summary>An empty batch, the one used last so that its memory is warm.</summary>
    public bool TryRent(TimeSpan wait, [NotNullWhen(true)] out TBatch? batch)
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

        batch ??= make();
        batch.Clear();
        return true;
    }

    public void Return(TBatch batch)
    {
        lock (_sync)
        {
            _pool.Push(batch);
        }

        _free.Release();
    }

    public void Put(TBatch batch)
    {
        lock (_sync)
        {
            _queue.Enqueue(batch);
        }

        _filled.Release();
    }

    public bool TryTake(TimeSpan wait, [NotNullWhen(true)] out TBatch? batch)
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
