using FlowSensor.Engine.Reports;

namespace FlowSensor.Engine.Storage;

/// <summary>Reduces values of spans to a number of steps and keeps the least and the most of each.</summary>
internal sealed class CurveSteps
{
    /// <summary>Most steps of any answer.</summary>
    public const int Most = 10_000;

    // From a second to thirty days, as clocks and calendars divide time.
    private static readonly long[] Lengths =
    [
        1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200, 86_400, 172_800, 604_800, 1_209_600, 2_592_000,
    ];

    private readonly Dictionary<(string Service, string Direction), SortedDictionary<long, Step>> _curves = [];
    private readonly Dictionary<long, double> _covered = [];
    private readonly long _from;
    private readonly long _to;

    /// <summary>Chooses the length of a step.</summary>
    /// <param name="from">Start of the time, Unix milliseconds.</param>
    /// <param name="to">Its end.</param>
    /// <param name="points">Most steps.</param>
    /// <param name="leastS">Length of a step at least, in seconds.</param>
    public CurveSteps(long from, long to, int points, long leastS)
    {
        _from = from;
        _to = Math.Max(to, from);
        points = Math.Clamp(points, 1, Most);
        long wanted = Math.Max(leastS, ((_to - from) / 1_000 + points - 1) / points);
        long length = Array.Find(Lengths, length => length >= wanted && Fits(length, points));
        StepS = length > 0 ? length : Math.Max(1, wanted);
    }

    /// <summary>Length of a step in seconds.</summary>
    public long StepS { get; }

    /// <summary>Adds the total of a span to the step it starts in.</summary>
    /// <param name="service">Name of the curve.</param>
    /// <param name="direction">Its direction.</param>
    /// <param name="start">Start of the span, Unix milliseconds.</param>
    /// <param name="amount">What adds up: counts, or a value times <paramref name="weight"/>.</param>
    /// <param name="weight">What the mean divides by: seconds of the span, or 1.</param>
    /// <param name="least">The least of one window of the span.</param>
    /// <param name="most">The most of one window of the span.</param>
    public void Add(string service, string direction, long start, double amount, double weight, double least, double most)
    {
        if (!_curves.TryGetValue((service, direction), out SortedDictionary<long, Step>? steps))
        {
            _curves[(service, direction)] = steps = [];
        }

        long at = start - (start % (StepS * 1_000));
        Step step = steps.TryGetValue(at, out Step known) ? known : new Step(0, 0, double.MaxValue, double.MinValue);
        steps[at] = new Step(step.Amount + amount, step.Weight + weight, Math.Min(step.Least, least), Math.Max(step.Most, most));
    }

    /// <summary>Tells that there is data of a span, for curves that have no row in a span in which they are 0: their mean is over all of these.</summary>
    /// <param name="start">Start of the span, Unix milliseconds; told once for each span.</param>
    /// <param name="seconds">Its length.</param>
    public void Cover(long start, double seconds)
    {
        long at = start - (start % (StepS * 1_000));
        _covered[at] = _covered.GetValueOrDefault(at) + seconds;
    }

    /// <summary>The curves so far.</summary>
    public CurvesReport Report() => new(Time(_from), Time(_to), StepS,
    [
        .. _curves.OrderBy(static curve => curve.Key.Service == "all").ThenBy(static curve => curve.Key.Service, StringComparer.Ordinal).ThenBy(static curve => curve.Key.Direction, StringComparer.Ordinal)
            .Select(curve => new Curve(curve.Key.Service, curve.Key.Direction, [.. curve.Value.Select(step => Point(step.Key, step.Value))])),
    ]);

    private CurvePoint Point(long at, in Step step) =>
        new(Time(at), Round(step.Amount / Math.Max(_covered.GetValueOrDefault(at, step.Weight), 0.001)), Round(step.Least), Round(step.Most));

    private static DateTimeOffset Time(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(milliseconds, -62_135_596_800_000, 253_402_300_799_999));

    private static double Round(double value) => Math.Round(value, 3);

    // Steps are aligned to the clock, so that a time may touch one more than its length says.
    private bool Fits(long length, int points) => ((_to - 1) / (length * 1_000)) - (_from / (length * 1_000)) + 1 <= Math.Max(points, 2);

    private readonly record struct Step(double Amount, double Weight, double Least, double Most);
}
