namespace FlowSensor.Scenarios.Scoring;

/// <summary>Seeds to tune by, and seeds that nobody may look at before the rules are done.</summary>
internal static class Seeds
{
    /// <summary>To find out what the rules miss.</summary>
    public static IReadOnlyList<ulong> Tuning { get; } = [.. Enumerable.Range(1, 20).Select(static seed => (ulong)seed)];

    /// <summary>Held out: only the results are recorded.</summary>
    public static IReadOnlyList<ulong> HeldOut { get; } = [201, 202, 203, 204, 205, 206, 208, 209, 210, 211, 212];
}
