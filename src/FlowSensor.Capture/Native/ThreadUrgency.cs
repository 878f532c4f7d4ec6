namespace FlowSensor.Capture.Native;

/// <summary>How the kernel shares the processors between threads of this process (setpriority(2): on Linux a value of each thread).</summary>
public static class ThreadUrgency
{
    // A tenth of the share of a thread that receives: results may come a little later, a datagram that finds no room never comes again.
    private const int Less = 10;

    /// <summary>Puts the calling thread behind those that take input. Where it is not allowed, everything is of the same urgency.</summary>
    public static void Lower() => _ = LibC.SetPriority(LibC.PriorityOfProcess, 0, LibC.GetPriority(LibC.PriorityOfProcess, 0) + Less);
}
