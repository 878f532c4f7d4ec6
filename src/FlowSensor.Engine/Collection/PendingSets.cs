namespace FlowSensor.Engine.Collection;

/// <summary>
/// Data sets that arrived before their template. Bounded in octets: when full, the oldest is given up. A set is also given up
/// when its template did not come in time.
/// </summary>
internal sealed class PendingSets
{
    /// <summary>What a waiting set costs beside its records.</summary>
    private const int Overhead = 200;

    /// <summary>Places in the queue by age whose sets have gone, beyond as many as still wait.</summary>
    private const int MostGone = 256;

    /// <summary>Exporters send templates every few minutes, the slowest every half an hour.</summary>
    private const long PatienceMilliseconds = 45 * 60_000;

    private readonly Dictionary<(Exporter Exporter, ushort TemplateId), Queue<PendingSet>> _byTemplate = [];
    private Queue<PendingSet> _byAge = new();
    private readonly long _capacity;
    private long _octets;

    public PendingSets(long capacity)
    {
        _capacity = capacity;
    }

    /// <summary>Sets that wait.</summary>
    public int Count { get; private set; }

    /// <summary>Places held in the queue by age, those of sets that have gone included.</summary>
    public int Places => _byAge.Count;

    /// <summary>Keeps a set; the datagram is marked lost when there is no room at all.</summary>
    public void Add(PendingSet set)
    {
        long cost = set.Buffer.Length + Overhead;
        if (cost > _capacity)
        {
            set.Datagram.Lost = true;
            return;
        }

        while (_octets + cost > _capacity)
        {
            GiveUpOldest();
        }

        var key = (set.Datagram.Exporter, set.TemplateId);
        if (!_byTemplate.TryGetValue(key, out Queue<PendingSet>? sets))
        {
            _byTemplate.Add(key, sets = new Queue<PendingSet>());
        }

        sets.Enqueue(set);
        _byAge.Enqueue(set);
        _octets += cost;
        Count++;
        set.Datagram.Waiting++;
    }

    /// <summary>Takes out all sets that wait for a template, in their order of arrival; null when none does.</summary>
    public IReadOnlyCollection<PendingSet>? Take(Exporter exporter, ushort templateId)
    {
        if (Count == 0 || !_byTemplate.Remove((exporter, templateId), out Queue<PendingSet>? sets))
        {
            return null;
        }

        foreach (PendingSet set in sets)
        {
            Forget(set);
        }

        // One set that waits for long must not keep all that came and went behind it in memory.
        if (_byAge.Count > (2 * Count) + MostGone)
        {
            _byAge = new Queue<PendingSet>(_byAge.Where(static set => !set.IsGone));
        }

        Trim();
        return sets;
    }

    /// <summary>Gives up what waited too long.</summary>
    public void Expire(long arrival)
    {
        Trim();
        while (_byAge.TryPeek(out PendingSet? oldest) && arrival - oldest.Arrival > PatienceMilliseconds)
        {
            GiveUpOldest();
        }
    }

    /// <summary>Gives up everything, at the end of the input.</summary>
    public void Clear()
    {
        while (Count > 0)
        {
            GiveUpOldest();
        }

        Trim();
        _byTemplate.Clear();
    }

    private void GiveUpOldest()
    {
        Trim();
        if (_byAge.TryDequeue(out PendingSet? oldest))
        {
            Forget(oldest);

            // The oldest of all is the oldest of its template too.
            var key = (oldest.Datagram.Exporter, oldest.TemplateId);
            Queue<PendingSet> sets = _byTemplate[key];
            sets.Dequeue();
            if (sets.Count == 0)
            {
                _byTemplate.Remove(key);
            }

            oldest.Datagram.Waiting--;
            oldest.Datagram.Lost = true;
            oldest.Datagram.Settle();
        }
    }

    private void Forget(PendingSet set)
    {
        set.IsGone = true;
        _octets -= set.Buffer.Length + Overhead;
        Count--;
    }

    private void Trim()
    {
        while (_byAge.TryPeek(out PendingSet? set) && set.IsGone)
        {
            _byAge.Dequeue();
        }
    }
}
