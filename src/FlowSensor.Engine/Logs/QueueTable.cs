namespace FlowSensor.Engine.Logs;

/// <summary>Messages under way, by hash of server and queue id, in fixed memory: where a place is wanted, the one unseen longest goes.</summary>
internal sealed class QueueTable
{
    private const int Ways = 8;

    private readonly QueueEntry[] _entries;
    private readonly ulong _mask;

    public QueueTable(int capacity)
    {
        uint sets = System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(1, capacity / Ways));
        _entries = new QueueEntry[sets * Ways];
        _mask = sets - 1;
    }

    /// <summary>Messages that were pushed out before they left the queue.</summary>
    public long PushedOut { get; private set; }

    /// <summary>The entry of a key, made when there is none. Valid until the next call.</summary>
    public ref QueueEntry FindOrAdd(ulong key, long timeMs)
    {
        ref QueueEntry found = ref Find(key, out int oldest);
        if (found.Key != key)
        {
            found = ref _entries[oldest];
            PushedOut += found.Key == 0 ? 0 : 1;
            found = new QueueEntry { Key = key };
        }

        found.TimeMs = Math.Max(found.TimeMs, timeMs);
        return ref found;
    }

    /// <summary>The entry of a key; one with another key when there is none.</summary>
    public ref QueueEntry Find(ulong key) => ref Find(key, out _);

    /// <summary>Frees the place of a key.</summary>
    public void Remove(ulong key)
    {
        ref QueueEntry found = ref Find(key, out _);
        if (found.Key == key)
        {
            found = default;
        }
    }

    private ref QueueEntry Find(ulong key, out int oldest)
    {
        int first = (int)((key >> 20) & _mask) * Ways;
        oldest = first;
        for (int place = first; place < first + Ways; place++)
        {
            if (_entries[place].Key == key)
            {
                return ref _entries[place];
            }

            bool isBetter = _entries[oldest].Key != 0 && (_entries[place].Key == 0 || _entries[place].TimeMs < _entries[oldest].TimeMs);
            oldest = isBetter ? place : oldest;
        }

        return ref _entries[oldest];
    }
}
