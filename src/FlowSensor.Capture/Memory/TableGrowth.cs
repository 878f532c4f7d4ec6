namespace FlowSensor.Capture.Memory;

/// <summary>
/// How arrays of rows grow that are written from the front. The kernel gives memory when it is first written, so room that is not used costs
/// nothing, while every array that was outgrown has been paid for: steps are large, and where there is an end the last one goes to it rather than near it.
/// </summary>
public static class TableGrowth
{
    private const int Step = 8;

    /// <summary>Rows of the array that follows one of <paramref name="rows"/>.</summary>
    /// <param name="rows">Rows of the array that is full.</param>
    /// <param name="maximum">Rows that the table may have at most; more than it has. By default there is no end but that of an array.</param>
    public static int Next(int rows, int maximum = int.MaxValue)
    {
        long next = (long)rows * Step;
        bool isLast = maximum != int.MaxValue && next * Step > maximum;
        return (int)Math.Min(isLast ? maximum : next, Math.Min(maximum, Array.MaxLength));
    }
}
