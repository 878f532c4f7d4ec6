using System.Diagnostics;
using FlowSensor.Fuzz.Coverage;
using FlowSensor.Fuzz.Targets;

namespace FlowSensor.Fuzz.Campaigns;

/// <summary>Runs one input and checks what has to hold for it.</summary>
/// <param name="target">What runs it.</param>
/// <param name="longest">Time that an input may take.</param>
internal sealed class Runner(FuzzTarget target, TimeSpan longest)
{
    // What an operation of the runtime may allocate once in a while: a table of a type, a pool's first array.
    private const int Tries = 3;

    // Real inputs take microseconds. An execution is also held up by others on the machine, so the best of several counts.
    private static readonly TimeSpan Suspicious = TimeSpan.FromMilliseconds(20);

    /// <summary>The longest that an execution took, the best of three.</summary>
    public TimeSpan Slowest { get; private set; }

    /// <summary>The most octets that an execution allocated.</summary>
    public long MostAllocated { get; private set; }

    /// <summary>Runs an input.</summary>
    /// <param name="input">The input.</param>
    /// <param name="again">True to run it twice, to see that it gives the same.</param>
    /// <param name="seen">What the first run showed.</param>
    /// <returns>What does not hold; null when all does.</returns>
    public Exception? Run(ReadOnlySpan<byte> input, bool again, out Observation seen)
    {
        seen = default;
        try
        {
            long started = Stopwatch.GetTimestamp();
            long allocated = RunOnce(input, ref seen);
            TimeSpan took = Stopwatch.GetElapsedTime(started);
            if (again || allocated > target.MostAllocated(input.Length) || took > Suspicious)
            {
                RunAgain(input, seen, allocated, took);
            }

            return null;
        }
        catch (Exception failure)
        {
            // Whatever it is: this is what is looked for.
            return failure;
        }
    }

    private void RunAgain(ReadOnlySpan<byte> input, in Observation first, long allocated, TimeSpan took)
    {
        for (int i = 1; i < Tries; i++)
        {
            Observation second = default;
            long started = Stopwatch.GetTimestamp();
            allocated = Math.Min(allocated, RunOnce(input, ref second));
            TimeSpan now = Stopwatch.GetElapsedTime(started);
            took = now < took ? now : took;
            if (second.Digest != first.Digest)
            {
                throw new PropertyException("the same input gave something else the second time");
            }
        }

        MostAllocated = Math.Max(MostAllocated, allocated);
        Slowest = took > Slowest ? took : Slowest;
        if (allocated > target.MostAllocated(input.Length))
        {
            throw new PropertyException($"{input.Length} octets made it allocate {allocated}, {target.MostAllocated(input.Length)} are allowed");
        }

        if (took > longest)
        {
            throw new PropertyException($"{input.Length} octets took {took.TotalMilliseconds:F0} ms at the least of {Tries} times");
        }
    }

    private long RunOnce(ReadOnlySpan<byte> input, ref Observation seen)
    {
        CoverageMap.Begin();
        long before = GC.GetAllocatedBytesForCurrentThread();
        target.Run(input, ref seen);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
