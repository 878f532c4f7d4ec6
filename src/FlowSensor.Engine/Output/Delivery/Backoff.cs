namespace FlowSensor.Engine.Output.Delivery;

/// <summary>
/// Pauses between attempts: doubling from the first to the longest, each shortened by chance to between half and the whole of it, so that
/// many sensors do not come back to a database in the same moment.
/// </summary>
/// <param name="options">First and longest pause.</param>
/// <param name="random">Chance.</param>
internal sealed class Backoff(DeliveryOptions options, Random random)
{
    private int _failures;

    /// <summary>Failures since the last success.</summary>
    public int Failures => _failures;

    /// <summary>The pause after another failure.</summary>
    /// <param name="wish">What the receiver asked for; the pause is never shorter, but no longer than <see cref="DeliveryOptions.LongestWish"/>.</param>
    public TimeSpan Next(TimeSpan? wish)
    {
        double doubled = options.FirstPause.TotalMilliseconds * Math.Pow(2, Math.Min(_failures, 30));
        _failures++;
        TimeSpan pause = TimeSpan.FromMilliseconds(Math.Min(doubled, options.LongestPause.TotalMilliseconds) * (0.5 + (random.NextDouble() / 2)));
        TimeSpan least = wish is TimeSpan asked && asked > TimeSpan.Zero ? TimeSpan.FromTicks(Math.Min(asked.Ticks, options.LongestWish.Ticks)) : TimeSpan.Zero;
        return pause > least ? pause : least;
    }

    /// <summary>Begins anew after a success.</summary>
    public void Reset() => _failures = 0;
}
