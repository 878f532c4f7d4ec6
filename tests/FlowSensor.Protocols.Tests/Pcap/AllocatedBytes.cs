namespace FlowSensor.Protocols.Tests.Pcap;

/// <summary>
/// Octets that an action allocates on this thread, as the least of some runs: a collection started by another test in the
/// middle of one run charges this thread for the rest of its allocation block.
/// </summary>
internal static class AllocatedBytes
{
    internal static long Of(Action action)
    {
        long least = long.MaxValue;
        for (int run = 0; run < 5; run++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            action();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
