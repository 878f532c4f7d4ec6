namespace FlowSensor.Engine.Logs.Rare;

/// <summary>Counts over time in a fixed number of spans, which double in length whenever time runs out of them.</summary>
public sealed class TypeTimeline
{
    /// <summary>Spans kept.</summary>
    public const int Spans = 48;

    /// <summary>Length of a span at first.</summary>
    public const long FirstSpanMs = 3_600_000;

    private readonly int[] _counts = new int[Spans];

    /// <summary>Start of the first span, Unix milliseconds.</summary>
    public long StartMs { get; private set; }

    /// <summary>Length of a span.</summary>
    public long SpanMs { get; private set; } = FirstSpanMs;

    /// <summary>The counts, span by span.</summary>
    public ReadOnlySpan<int> Counts => _counts;

    /// <summary>Goes on where one that was kept left off.</summary>
    internal void Restore(long startMs, long spanMs, IReadOnlyList<int> counts)
    {
        StartMs = startMs;
        SpanMs = Math.Max(FirstSpanMs, spanMs);
        for (int i = 0; i < Math.Min(Spans, counts.Count); i++)
        {
            _counts[i] = counts[i];
        }
    }

    /// <summary>Begins at the full hour of a time.</summary>
    internal void Begin(long timeMs) => StartMs = timeMs - Remainder(timeMs, FirstSpanMs);

    /// <summary>Counts one; what is older than the first span goes into it.</summary>
    internal void Add(long timeMs)
    {
        while (timeMs - StartMs >= Spans * SpanMs)
        {
            Widen();
        }

        _counts[Math.Max(0, (timeMs - StartMs) / SpanMs)]++;
    }

    // Spans stay aligned to their length, so the first one may reach back by one of the old spans.
    private void Widen()
    {
        long start = StartMs - Remainder(StartMs, SpanMs * 2);
        int shift = (int)((StartMs - start) / SpanMs);
        for (int i = 0; i < Spans; i++)
        {
            int left = (2 * i) - shift;
            _counts[i] = (left >= 0 && left < Spans ? _counts[left] : 0) + (left + 1 < Spans ? _counts[left + 1] : 0);
        }

        StartMs = start;
        SpanMs *= 2;
    }

    private static long Remainder(long time, long span) => ((time % span) + span) % span;
}
