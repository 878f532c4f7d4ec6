using FlowSensor.Fuzz.Targets;

namespace FlowSensor.Fuzz.Campaigns;

/// <summary>Makes a failing input smaller as long as it fails in the same way: takes out pieces, large ones first.</summary>
internal static class Minimiser
{
    private const int MostRuns = 4_000;

    /// <summary>The smallest input found.</summary>
    public static byte[] Minimise(FuzzTarget target, TimeSpan longest, byte[] input, string key)
    {
        Runner runner = new(target, longest);
        int runs = 0;
        for (int piece = Math.Max(1, input.Length / 2); piece >= 1 && runs < MostRuns; piece = piece == 1 ? 0 : piece / 2)
        {
            for (int start = 0; start + piece <= input.Length && runs < MostRuns; runs++)
            {
                byte[] smaller = [.. input.AsSpan(0, start), .. input.AsSpan(start + piece)];
                if (runner.Run(smaller, again: true, out _) is Exception failure && FailureFolder.KeyOf(failure) == key)
                {
                    input = smaller;
                }
                else
                {
                    start += piece;
                }
            }
        }

        return input;
    }
}
