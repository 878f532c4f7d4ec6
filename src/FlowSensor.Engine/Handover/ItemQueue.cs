using System.Diagnostics.CodeAnalysis;

namespace FlowSensor.Engine.Handover;

/// <summary>
/// A bounded queue from any threads to one, of which large items have a bound of their own. Waiting takes no thread of the pool: one that a thread of
/// low urgency starts would be as slow as that for ever.
/// </summary>
/// <param name="most">Items at most.</param>
/// <param name="mostLarge">Large items at most.</param>
/// <param name="isLarge">Tells which are large.</param>
internal sealed class ItemQueue<T>(int most, int mostLarge, Func<T, bool> isLarge)
    where T : class
{
    private readonly object _changed = new();
    private readonly Queue<T> _items = new();
    private int _large;
    private bool _isComplete;

    /// <summary>Items that wait.</summary>
    public int Count
    {
        get
        {
            lock (_changed)
            {
                return _items.Count;
            }
        }
    }

    /// <summary>Puts an item at the end, waiting for room.</summary>
    /// <returns>False when the queue takes no more.</returns>
    public bool Put(T item)
    {
        bool large = isLarge(item);
        lock (_changed)
        {
            while (!_isComplete && (_items.Count >= most || (large && _large >= mostLarge)))
            {
                Monitor.Wait(_changed);
            }

            if (_isComplete)
            {
                return false;
            }

            _items.Enqueue(item);
            _large += large ? 1 : 0;
            Monitor.PulseAll(_changed);
            return true;
        }
    }

    /// <summary>Takes the first item, waiting for one.</summary>
    /// <returns>False when the queue takes no more and is empty.</returns>
    public bool TryTake([NotNullWhen(true)] out T? item)
    {
        lock (_changed)
        {
            while (_items.Count == 0 && !_isComplete)
            {
                Monitor.Wait(_changed);
            }

            return TryDequeue(out item);
        }
    }

    /// <summary>Takes the first item if it is a small one, without waiting.</summary>
    public bool TryTakeSmall([NotNullWhen(true)] out T? item)
    {
        lock (_changed)
        {
            item = null;
            return _items.TryPeek(out T? first) && !isLarge(first) && TryDequeue(out item);
        }
    }

    /// <summary>Waits for an item, or until the queue takes no more, and no longer than a time.</summary>
    /// <param name="most">The time.</param>
    /// <returns>False when the time passed with neither.</returns>
    public bool Await(TimeSpan most)
    {
        lock (_changed)
        {
            return _items.Count > 0 || _isComplete || (Monitor.Wait(_changed, most) && (_items.Count > 0 || _isComplete));
        }
    }

    /// <summary>Takes no more.</summary>
    /// <returns>False where it was so already.</returns>
    public bool TryComplete()
    {
        lock (_changed)
        {
            bool isFirst = !_isComplete;
            _isComplete = true;
            Monitor.PulseAll(_changed);
            return isFirst;
        }
    }

    private bool TryDequeue([NotNullWhen(true)] out T? item)
    {
        if (!_items.TryDequeue(out item))
        {
            return false;
        }

        _large -= isLarge(item) ? 1 : 0;
        Monitor.PulseAll(_changed);
        return true;
    }
}
