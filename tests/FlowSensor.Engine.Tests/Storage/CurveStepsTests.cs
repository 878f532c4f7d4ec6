using FlowSensor.Engine.Reports;
using FlowSensor.Engine.Storage;

namespace FlowSensor.Engine.Tests.Storage;

/// <summary>Curves are reduced to a number of steps without losing sums or peaks.</summary>
public sealed class CurveStepsTests
{
    private const long Start = 1_767_225_600_000;
    private const long Minute = 60_000;

    [Theory]
    [InlineData(1_440, 300)]
    [InlineData(1_440, 10)]
    [InlineData(1_440, 1)]
    [InlineData(7, 5_000)]
    public void Report_OfWindows_HasAtMostThePointsAndKeepsSumAndPeaks(int windows, int points)
    {
        CurveSteps steps = new(Start, Start + (windows * Minute), points, 60);
        double[] values = [.. Enumerable.Range(0, windows).Select(static window => window == 5 ? 10_000.0 : window % 17)];
        for (int i = 0; i < windows; i++)
        {
            steps.Add("all", "any", Start + (i * Minute), values[i] * 60, 60, values[i], values[i]);
        }

        CurvePoint[] curve = [.. steps.Report().Curves[0].Points];

        Assert.InRange(curve.Length, 1, Math.Max(points, 2));
        Assert.Equal(10_000, curve.Max(static point => point.Max));
        Assert.Equal(values.Min(), curve.Min(static point => point.Min));
        Assert.All(curve, static point => Assert.InRange(point.Mean, point.Min, point.Max));
        Assert.Equal(curve.Select(static point => point.Time).Order(), curve.Select(static point => point.Time));
    }

    [Fact]
    public void Report_TimeWithoutData_HasNoPoint()
    {
        CurveSteps steps = new(Start, Start + (100 * Minute), 100, 60);
        steps.Add("all", "any", Start, 60, 60, 1, 1);
        steps.Add("all", "any", Start + (50 * Minute), 120, 60, 2, 2);

        Assert.Equal([1.0, 2.0], steps.Report().Curves[0].Points.Select(static point => point.Mean));
    }

    [Fact]
    public void Report_CoveredTimeWithoutARow_CountsInTheMean()
    {
        CurveSteps steps = new(Start, Start + (10 * Minute), 1, 60);
        for (int i = 0; i < 10; i++)
        {
            steps.Cover(Start + (i * Minute), 60);
        }

        steps.Add("NXDOMAIN", "", Start, 600, 0, 0, 10);

        CurvePoint point = Assert.Single(steps.Report().Curves[0].Points);
        Assert.Equal((1.0, 0.0, 10.0), (point.Mean, point.Min, point.Max));
    }

    [Theory]
    [InlineData(long.MinValue / 4, long.MaxValue / 4)]
    [InlineData(0, 0)]
    [InlineData(5, -5)]
    public void Constructor_AnyTime_HasAStep(long from, long to) => Assert.True(new CurveSteps(from, to, 300, 60).StepS >= 60);
}
