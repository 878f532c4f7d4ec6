using FlowSensor.Engine.Reports;

namespace FlowSensor.Dashboard.Components.Charts;

/// <summary>What a chart over time shows.</summary>
/// <param name="From">Its left edge.</param>
/// <param name="To">Its right edge.</param>
/// <param name="Times">The time of each point, evenly between the edges.</param>
/// <param name="Series">Its lines.</param>
public sealed record ChartData(DateTimeOffset From, DateTimeOffset To, IReadOnlyList<DateTimeOffset> Times, IReadOnlyList<ChartSeries> Series)
{
    private const int Colors = 8;

    /// <summary>True when there is nothing to draw.</summary>
    public bool IsEmpty => Times.Count == 0 || Series.Count == 0;

    /// <summary>The lines of curves that have the same steps; steps without data stay empty.</summary>
    /// <param name="report">The curves.</param>
    /// <param name="name">What a curve is called.</param>
    /// <param name="hasBand">True to draw the least and the most of each step behind the line.</param>
    public static ChartData Of(CurvesReport report, Func<Curve, string> name, bool hasBand = true)
    {
        ArgumentNullException.ThrowIfNull(report);
        int steps = report.StepS > 0 ? (int)Math.Ceiling((report.To - report.From).TotalSeconds / report.StepS) : 0;
        if (steps is 0 or > 10_000 || report.Curves.All(static curve => curve.Points.Count == 0))
        {
            return new ChartData(report.From, report.To, [], []);
        }

        TimeSpan step = TimeSpan.FromSeconds(report.StepS);
        List<ChartSeries> series = [];
        foreach (Curve curve in report.Curves)
        {
            double?[] values = new double?[steps];
            double?[] low = new double?[steps];
            double?[] high = new double?[steps];
            foreach (CurvePoint point in curve.Points)
            {
                int at = (int)((point.Time - report.From) / step);
                if (at >= 0 && at < steps)
                {
                    (values[at], low[at], high[at]) = (point.Mean, point.Min, point.Max);
                }
            }

            series.Add(new ChartSeries(name(curve), (series.Count % Colors) + 1, values, hasBand ? low : null, hasBand ? high : null));
        }

        return new ChartData(report.From, report.From + (steps * step), [.. Enumerable.Range(0, steps).Select(i => report.From + (i * step))], series);
    }
}
