namespace FlowSensor.Scenarios.Scoring;

/// <summary>Seeds to tune by, and seeds that nobody may look at before the rules are done.</summary>
internal static class Seeds
{
    /// <summary>To find out what the rules miss.</summary>
    public static IReadOnlyList<ulong> Tuning { get; } = [1, 2, 3, 4, 5];

    /// <summary>Held out: only the results are recorded.</summary>
    public static IReadOnlyList<ulong> HeldOut { get; } = [101, 102, 103, 104, 105, 106];
}
