using FlowSensor.Fuzz.Targets;

namespace FlowSensor.Fuzz.Campaigns;

/// <summary>
/// Ends the process when one execution does not end, with the input written down. The bound is for hangs, not for speed, and of processor time: a
/// process that was stopped, or finds no processor free, does not hang. What waits without end for something uses none, so after many looks it is one.
/// </summary>
internal sealed class Watchdog : IDisposable
{
    private const int HangExitCode = 3;
    private const int MostLooks = 60;
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    private readonly FailureFolder _failures;
    private readonly Timer _timer;
    private FuzzTarget? _target;
    private byte[] _input = [];
    private int _length;
    private long _executions;
    private long _executionsBefore;
    private TimeSpan _usedBefore;
    private int _looks;

    /// <summary>Begins to watch.</summary>
    public Watchdog(FailureFolder failures)
    {
        _failures = failures;
        _timer = new Timer(_ => Look(), null, Bound, Bound);
    }

    /// <summary>Says what is executed from now on. Called for each execution, so it does next to nothing.</summary>
    public void Watch(FuzzTarget? target, byte[] input, int length)
    {
        _input = input;
        _length = length;
        Volatile.Write(ref _target, target);
        Volatile.Write(ref _executions, _executions + 1);
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        long executions = Volatile.Read(ref _executions);
        FuzzTarget? target = Volatile.Read(ref _target);
        TimeSpan used = Environment.CpuUsage.TotalTime;
        if (executions != _executionsBefore)
        {
            (_executionsBefore, _usedBefore, _looks) = (executions, used, 0);
        }
        else if (target is not null && (used - _usedBefore >= Bound || ++_looks >= MostLooks))
        {
            string file = _failures.Write(target, _input.AsSpan(0, _length), new PropertyException($"it did not end within {Bound.TotalSeconds} s"), executions);
            Console.Error.WriteLine($"{target.Name}: an execution does not end; the input is in {file}");
            Environment.Exit(HangExitCode);
        }
    }
}
