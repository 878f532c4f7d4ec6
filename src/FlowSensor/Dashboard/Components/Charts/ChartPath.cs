using System.Globalization;
using System.Text;

namespace FlowSensor.Dashboard.Components.Charts;

/// <summary>Paths of lines and areas. A plot is 1000 wide and 100 high, whatever room it gets on the page.</summary>
internal static class ChartPath
{
    /// <summary>Width of a plot in its own units.</summary>
    public const double Width = 1000;

    /// <summary>Height of a plot in its own units.</summary>
    public const double Height = 100;

    /// <summary>A number for a path.</summary>
    public static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>Where a point of several lies from left to right: the middle of its share.</summary>
    public static double X(int index, int count) => (index + 0.5) * Width / count;

    /// <summary>Where a value lies from top to bottom.</summary>
    public static double Y(double value, double top) => Height - (Math.Clamp(value / top, 0, 1) * Height);

    /// <summary>A line that breaks where there is no value; a lone value is a short dash.</summary>
    public static string Line(IReadOnlyList<double?> values, double top)
    {
        StringBuilder path = new();
        for (int i = 0; i < values.Count; i++)
        {
            if (values[i] is not double value)
            {
                continue;
            }

            bool begins = i == 0 || values[i - 1] is null;
            bool isLone = begins && (i == values.Count - 1 || values[i + 1] is null);
            string y = Number(Y(value, top));
            if (isLone)
            {
                double half = Width / values.Count / 3;
                path.Append('M').Append(Number(X(i, values.Count) - half)).Append(' ').Append(y).Append('H').Append(Number(X(i, values.Count) + half));
                continue;
            }

            path.Append(begins ? 'M' : 'L').Append(Number(X(i, values.Count))).Append(' ').Append(y);
        }

        return path.ToString();
    }

    /// <summary>The area between two lines.</summary>
    public static string Band(IReadOnlyList<double?> low, IReadOnlyList<double?> high, double top)
    {
        StringBuilder path = new();
        int i = 0;
        while (i < high.Count)
        {
            if (high[i] is null || low[i] is null)
            {
                i++;
                continue;
            }

            int begin = i;
            while (i < high.Count && high[i] is double upper && low[i] is not null)
            {
                path.Append(i == begin ? 'M' : 'L').Append(Number(X(i, high.Count))).Append(' ').Append(Number(Y(upper, top)));
                i++;
            }

            for (int back = i - 1; back >= begin; back--)
            {
                path.Append('L').Append(Number(X(back, high.Count))).Append(' ').Append(Number(Y(low[back]!.Value, top)));
            }

            path.Append('Z');
        }

        return path.ToString();
    }

    /// <summary>The least number of one or two figures that is not below a value, so that four lines have round numbers.</summary>
    public static double RoundTop(double most)
    {
        if (most <= 0 || !double.IsFinite(most))
        {
            return 1;
        }

        double power = Math.Pow(10, Math.Floor(Math.Log10(most)));
        foreach (double step in (ReadOnlySpan<double>)[1, 1.2, 1.6, 2, 2.4, 3.2, 4, 6, 8, 10])
        {
            if (step * power >= most * 0.999)
            {
                return step * power;
            }
        }

        return 10 * power;
    }
}
