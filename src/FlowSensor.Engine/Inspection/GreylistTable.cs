namespace FlowSensor.Engine.Inspection;

/// <summary>
/// Recipients refused for now (4xx), by a hash of client network, sender and recipient: did the sender come back, was it then
/// accepted, and after how long? Addresses themselves are not kept.
/// </summary>
internal sealed class GreylistTable
{
    private readonly int _capacity;
    private readonly long _timeoutMs;
    private readonly Dictionary<ulong, Waiting> _waiting = [];
    private readonly Queue<(ulong Triplet, long First)> _order = [];

    public GreylistTable(int capacity, TimeSpan timeout)
    {
        _capacity = capacity;
        _timeoutMs = (long)timeout.TotalMilliseconds;
    }

    /// <summary>Triplets refused for now.</summary>
    public long Deferred { get; private set; }

    /// <summary>Of those, tried again.</summary>
    public long Returned { get; private set; }

    /// <summary>Of those, accepted in the end.</summary>
    public long AcceptedLater { get; private set; }

    /// <summary>Given up: not tried again in time.</summary>
    public long NeverReturned { get; private set; }

    /// <summary>Not followed, the table was full.</summary>
    public long TableFull { get; private set; }

    public int Count => _waiting.Count;

    /// <summary>Time from the first refusal to the next attempt.</summary>
    public DelayBands ReturnDelays { get; } = new();

    /// <summary>Time from the first refusal to acceptance.</summary>
    public DelayBands AcceptDelays { get; } = new();

    /// <summary>A recipient was answered; <paramref name="triplet"/> as of <see cref="SmtpStatistics"/>.</summary>
    public void Add(ulong triplet, bool accepted, bool deferred, long timeMs)
    {
        Expire(timeMs);
        if (_waiting.TryGetValue(triplet, out Waiting waiting))
        {
            long delay = Math.Max(0, timeMs - waiting.First);
            if (!waiting.Returned)
            {
                _waiting[triplet] = waiting with { Returned = true };
                Returned++;
                ReturnDelays.Add(delay);
            }

            if (accepted)
            {
                AcceptedLater++;
                AcceptDelays.Add(delay);
                _waiting.Remove(triplet);
            }

            return;
        }

        if (!deferred)
        {
            return;
        }

        // Entries accepted meanwhile stay in the order until their time is over, so the order is what is bounded.
        if (_order.Count >= _capacity)
        {
            TableFull++;
            return;
        }

        Deferred++;
        _waiting.Add(triplet, new Waiting { First = timeMs });
        _order.Enqueue((triplet, timeMs));
    }

    private void Expire(long timeMs)
    {
        while (_order.TryPeek(out (ulong Triplet, long First) oldest) && timeMs - oldest.First >= _timeoutMs)
        {
            _order.Dequeue();
            if (_waiting.TryGetValue(oldest.Triplet, out Waiting waiting) && waiting.First == oldest.First)
            {
                NeverReturned += waiting.Returned ? 0 : 1;
                _waiting.Remove(oldest.Triplet);
            }
        }
    }

    private struct Waiting
    {
        public long First;
        public bool Returned;
    }
}
