using FlowSensor.Engine.Logs.Rare;

namespace FlowSensor.Engine.Logs.Silences;

/// <summary>The intervals between the lines of one program on one host, and the longest silences among them.</summary>
/// <param name="host">The host.</param>
/// <param name="program">The program.</param>
internal sealed class ProgramSilence(string host, string program)
{
    // Lines that are handed over by several ways come a little out of order; further back, the clock was set.
    private const long SetBackMs = 60_000;
    private const int MaxLongest = 32;

    private readonly TailLine _last = new();
    private readonly PriorityQueue<Silence, long> _longest = new();
    private long _lastMs = long.MinValue;
    private MessageType? _trouble;
    private bool _isTold;
    private Silence? _ended;

    internal string Host => host;

    internal string Program => program;

    /// <summary>Time of the last line.</summary>
    internal long LastMs => _lastMs;

    /// <summary>The intervals.</summary>
    internal IntervalCounts Intervals { get; } = new();

    /// <summary>The longest silences, in no order.</summary>
    internal IEnumerable<Silence> Longest => _longest.UnorderedItems.Select(static item => item.Element);

    /// <summary>True once it was handed over to be stored, so that its going must be, too.</summary>
    internal bool IsStored { get; set; }

    /// <summary>True when something changed since it was last set to false.</summary>
    internal bool IsChanged { get; set; }

    /// <summary>The silence that was told of and that the last line ended; null when there is none. Once.</summary>
    internal Silence? TakeEnded()
    {
        Silence? ended = _ended;
        _ended = null;
        return ended;
    }

    /// <summary>Takes the next line.</summary>
    /// <param name="timeMs">Its time.</param>
    /// <param name="trouble">Type of a line with words of trouble on the host at most a minute before this one, or of this one.</param>
    /// <param name="since">The same just after the program's last line, by another program.</param>
    /// <param name="message">The line's message.</param>
    /// <param name="leastMs">Shorter silences are only counted.</param>
    /// <returns>True when it shows that the clock was set back.</returns>
    internal bool Add(long timeMs, MessageType? trouble, MessageType? since, ReadOnlySpan<byte> message, long leastMs)
    {
        IsChanged = true;
        bool isSetBack = _lastMs != long.MinValue && timeMs < _lastMs - SetBackMs;
        if (_lastMs != long.MinValue && timeMs >= _lastMs)
        {
            long length = timeMs - _lastMs;
            Intervals.Add(_lastMs, length);
            if (length >= leastMs && (_longest.Count < MaxLongest || length > _longest.Peek().DurationMs))
            {
                Keep(new Silence(host, program, _lastMs, timeMs, _last.Text, LineText.Show(message, TailLine.MaxOctets), _trouble ?? since));
            }
        }

        if (timeMs >= _lastMs || isSetBack)
        {
            _ended = _isTold && !isSetBack ? new Silence(host, program, _lastMs, timeMs, _last.Text, "", _trouble) : _ended;
            _lastMs = timeMs;
            _last.Keep(timeMs, program, message);
            _trouble = trouble;
            _isTold = false;
        }

        return isSetBack;
    }

    /// <summary>Sets the last line as it was before a restart.</summary>
    internal void Restore(long lastMs) => _lastMs = lastMs;

    /// <summary>The silence that lasts, once; null when it was told or there is none.</summary>
    internal Silence? Open(long nowMs) => _isTold || _lastMs == long.MinValue || nowMs <= _lastMs ? null : new Silence(host, program, _lastMs, nowMs, _last.Text, "", _trouble);

    /// <summary>Keeps the silence that lasts from being told again.</summary>
    internal void Tell() => _isTold = true;

    private void Keep(Silence silence)
    {
        if (_longest.Count >= MaxLongest)
        {
            _longest.Dequeue();
        }

        _longest.Enqueue(silence, silence.DurationMs);
    }
}
