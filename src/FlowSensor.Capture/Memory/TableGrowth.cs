namespace FlowSensor.Capture.Memory;

/// <summary>
/// How arrays of rows grow that are written from the front. The kernel gives memory when it is first written, so room that is not used costs
/// nothing, while every array that was outgrown has been paid for: steps are large, and the last one goes to the end rather than near it.
/// </summary>
public static class TableGrowth
{
    private const int Step = 8;

    /// <summary>Rows of the array that follows one of <paramref name="rows"/>.</summary>
    /// <param name="rows">Rows of the array that is full.</param>
    /// <param name="maximum">Rows that the table may have at most; more than it has.</param>
    public static int Next(int rows, int maximum = int.MaxValue)
    {
        long next = (long)rows * Step;
        int most = Math.Min(maximum, Array.MaxLength);
        return next * Step > most ? most : (int)next;
    }
}
