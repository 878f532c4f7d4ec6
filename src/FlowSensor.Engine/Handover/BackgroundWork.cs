using FlowSensor.Capture.Native;

namespace FlowSensor.Engine.Handover;

/// <summary>Work that is done one piece at a time, beside the thread that brings it and of less urgency than input. For one thread that brings it.</summary>
/// <param name="name">Name of the thread.</param>
internal sealed class BackgroundWork(string name)
{
    private Task _running = Task.CompletedTask;

    /// <summary>Waits for the piece before, then begins another.</summary>
    public void Start(Action work)
    {
        Wait();

        // A thread of its own: what it gives up of its share of the processors, a thread of the pool would keep.
        _running = Task.Factory.StartNew(
            () =>
            {
                Thread.CurrentThread.Name = name;
                ThreadUrgency.Lower();
                work();
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
    }

    /// <summary>Waits until nothing is being done; what failed, fails here, once.</summary>
    public void Wait()
    {
        Task running = _running;
        _running = Task.CompletedTask;
        running.GetAwaiter().GetResult();
    }
}
