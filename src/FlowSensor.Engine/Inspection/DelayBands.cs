namespace FlowSensor.Engine.Inspection;

/// <summary>How long senders stayed away after a transient refusal.</summary>
internal sealed class DelayBands
{
    private static readonly long[] UpperSeconds = [60, 300, 900, 3_600, 14_400, 43_200, long.MaxValue];

    private readonly long[] _counts = new long[UpperSeconds.Length];

    public long Count { get; private set; }

    public long TotalMs { get; private set; }

    public void Add(long delayMs)
    {
        Count++;
        TotalMs += delayMs;
        int band = 0;
        while (delayMs / 1000 >= UpperSeconds[band] && band < UpperSeconds.Length - 1)
        {
            band++;
        }

        _counts[band]++;
    }

    /// <summary>Bands with their upper bound in seconds; the last has none.</summary>
    public IEnumerable<(long UpperSeconds, long Count)> Bands() => UpperSeconds.Zip(_counts);
}
