namespace FlowSensor.Engine.MailStatistics;

/// <summary>Least squares line through points, and how much of the variance it explains (R^2).</summary>
internal readonly record struct LinearFit(double Slope, double Intercept, double RSquared, int Points)
{
    /// <summary>The line through <paramref name="y"/> over <paramref name="x"/>; NaN where all x are equal or points are fewer than two.</summary>
    public static LinearFit Of(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        int points = Math.Min(x.Length, y.Length);
        double meanX = Mean(x[..points]);
        double meanY = Mean(y[..points]);
        double xx = 0;
        double xy = 0;
        double yy = 0;
        for (int index = 0; index < points; index++)
        {
            double dx = x[index] - meanX;
            double dy = y[index] - meanY;
            xx += dx * dx;
            xy += dx * dy;
            yy += dy * dy;
        }

        if (points < 2 || xx <= 0)
        {
            return new LinearFit(double.NaN, double.NaN, double.NaN, points);
        }

        double slope = xy / xx;
        return new LinearFit(slope, meanY - (slope * meanX), yy > 0 ? xy * xy / (xx * yy) : double.NaN, points);
    }

    private static double Mean(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values)
        {
            sum += value;
        }

        return sum / values.Length;
    }
}
