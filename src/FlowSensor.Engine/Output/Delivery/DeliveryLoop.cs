using FlowSensor.Engine.Output.Spool;
using Microsoft.Extensions.Logging;

namespace FlowSensor.Engine.Output.Delivery;

/// <summary>
/// Brings what is in a spool to its receiver, on a thread of its own: oldest first, each batch until it is delivered or refused for
/// good, with growing pauses while the receiver is away.
/// </summary>
internal sealed class DeliveryLoop : IDisposable
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(1);

    private readonly string _output;
    private readonly DiskSpool _spool;
    private readonly IBatchSender _sender;
    private readonly DeliveryOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly OutputMetrics _metrics;
    private readonly BatchJoiner _joiner;
    private readonly Backoff _backoff;
    private readonly CancellationTokenSource _abort = new();
    private readonly AutoResetEvent _poke = new(false);
    private readonly ManualResetEventSlim _moved = new(false);
    private readonly Thread _thread;
    private volatile bool _ending;
    private volatile bool _healthy = true;
    private volatile string _trouble = "";
    private int _flushes;
    private long _delivered;
    private long _rejected;
    private long _attempts;
    private long _failures;
    private long _damaged;

    /// <summary>Begins to deliver; spool and sender belong to the loop from here on.</summary>
    /// <param name="output">Name of the output, for logs and metrics.</param>
    /// <param name="spool">What is to be delivered.</param>
    /// <param name="sender">Delivers it.</param>
    /// <param name="options">Sizes and pauses.</param>
    /// <param name="clock">Time.</param>
    /// <param name="logger">Told when the output changes its state.</param>
    /// <param name="metrics">Instruments of the output.</param>
    public DeliveryLoop(
        string output, DiskSpool spool, IBatchSender sender, DeliveryOptions options, TimeProvider clock, ILogger logger, OutputMetrics metrics)
    {
        _output = output;
        _spool = spool;
        _sender = sender;
        _options = options;
        _clock = clock;
        _logger = logger;
        _metrics = metrics;
        _joiner = new BatchJoiner(spool, options.JoinOctets);
        _backoff = new Backoff(options, Random.Shared);
        spool.Dropped += OnDropped;
        spool.Refused += OnRefused;
        if (spool.Counters.Recovered is > 0 and long recovered)
        {
            OutputLog.Recovered(logger, output, recovered);
        }

        _thread = new Thread(Run) { Name = $"output {output}", IsBackground = true };
        _thread.Start();
    }

    /// <summary>How the output does.</summary>
    public OutputState State
    {
        get
        {
            SpoolCounters spool = _spool.Counters;
            return new OutputState(
                _output, _healthy, Interlocked.Read(ref _delivered), Interlocked.Read(ref _rejected), spool.Dropped + spool.Damaged + spool.Refused,
                spool.Waiting, spool.Octets, Interlocked.Read(ref _attempts), Interlocked.Read(ref _failures), _trouble);
        }
    }

    /// <summary>Waits until everything that was appended is delivered or refused; batches do not wait for company meanwhile.</summary>
    /// <param name="stop">Ends the wait.</param>
    /// <returns>True when nothing waits any more.</returns>
    public bool Flush(CancellationToken stop)
    {
        Interlocked.Increment(ref _flushes);
        try
        {
            while (_spool.Counters.Waiting > 0 && _thread.IsAlive)
            {
                _moved.Reset();
                _poke.Set();
                if (_spool.Counters.Waiting > 0)
                {
                    _moved.Wait(Heartbeat, stop);
                }
            }
        }
        catch (OperationCanceledException)
        {
            return false;
        }
        finally
        {
            Interlocked.Decrement(ref _flushes);
        }

        return _spool.Counters.Waiting == 0;
    }

    /// <summary>Delivers what it can within a time, as long as the receiver takes it, and ends; the rest stays in the spool.</summary>
    /// <param name="patience">The time.</param>
    public void Stop(TimeSpan patience)
    {
        if (_ending)
        {
            return;
        }

        _ending = true;
        _poke.Set();
        if (!_thread.Join(patience))
        {
            _abort.Cancel();
            _thread.Join();
        }

        if (_spool.Counters.Waiting is > 0 and long waiting)
        {
            OutputLog.Left(_logger, _output, waiting);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Stop(TimeSpan.Zero);
        _sender.Dispose();
        _spool.Dispose();
        _abort.Dispose();
        _poke.Dispose();
        _moved.Dispose();
    }

    private void Run()
    {
        try
        {
            while (!_abort.IsCancellationRequested)
            {
                if (!Collect())
                {
                    if (_ending && !_joiner.Fill())
                    {
                        return;
                    }

                    continue;
                }

                if (!Deliver(_joiner.Join()))
                {
                    return;
                }

                _joiner.Clear();
                Report();
            }
        }
        catch (SpoolException failure)
        {
            _healthy = false;
            _trouble = failure.Message;
            OutputLog.Broken(_logger, _output, failure.Message);
        }
    }

    // Waits for a batch that is large or old enough; false when there was none this time.
    private bool Collect()
    {
        bool any = _joiner.Fill();
        TimeSpan wait = Heartbeat;
        if (any)
        {
            wait = _options.JoinAge - TimeSpan.FromMilliseconds(NowMs() - _joiner.OldestMs);
            if (_joiner.IsFull || _ending || Volatile.Read(ref _flushes) > 0 || wait <= TimeSpan.Zero || wait > _options.JoinAge)
            {
                return true;
            }
        }
        else if (_ending)
        {
            return false;
        }

        Report();
        WaitHandle.WaitAny([_spool.Filled, _poke, _abort.Token.WaitHandle], wait);
        return false;
    }

    // True when the batch is done with; false when the loop is to end first.
    private bool Deliver(SpoolBatch batch)
    {
        while (true)
        {
            long begun = _clock.GetTimestamp();
            SendVerdict verdict = _sender.Send(batch, _abort.Token);
            Interlocked.Increment(ref _attempts);
            _metrics.Sent(verdict, batch.Items, _clock.GetElapsedTime(begun));
            if (verdict.Outcome != SendOutcome.Retry)
            {
                Finish(batch, verdict);
                return true;
            }

            Fail(verdict.Reason);
            TimeSpan pause = _backoff.Next(verdict.RetryAfter);
            if (_ending || _abort.Token.WaitHandle.WaitOne(TimeSpan.Zero) || !Pause(pause))
            {
                return false;
            }
        }
    }

    private void Finish(SpoolBatch batch, SendVerdict verdict)
    {
        int rejected = verdict.Outcome == SendOutcome.Rejected ? batch.Items : verdict.RejectedItems;
        Interlocked.Add(ref _delivered, batch.Items - rejected);
        if (rejected > 0)
        {
            _trouble = verdict.Reason;
            OutputLog.Rejected(_logger, _output, rejected, Interlocked.Add(ref _rejected, rejected), verdict.Reason);
        }

        _spool.Acknowledge(_joiner.Last!);
        if (_backoff.Failures > 0)
        {
            OutputLog.Works(_logger, _output, _backoff.Failures, _spool.Counters.Waiting);
            _backoff.Reset();
        }

        _healthy = true;
        _moved.Set();
    }

    private void Fail(string reason)
    {
        Interlocked.Increment(ref _failures);
        if (_healthy || _trouble != reason)
        {
            OutputLog.Failing(_logger, _output, reason);
        }

        _healthy = false;
        _trouble = reason;
        Report();
    }

    // A flush or the end of the sensor does not cut the pause short by more than it must: pokes are looked at, not obeyed.
    private bool Pause(TimeSpan pause)
    {
        long begun = _clock.GetTimestamp();
        while (!_ending)
        {
            TimeSpan rest = pause - _clock.GetElapsedTime(begun);
            if (rest <= TimeSpan.Zero)
            {
                return true;
            }

            WaitHandle.WaitAny([_poke, _abort.Token.WaitHandle], rest < Heartbeat ? rest : Heartbeat);
            Report();
        }

        return false;
    }

    private void Report()
    {
        SpoolCounters counters = _spool.Counters;
        TimeSpan age = counters.OldestMs is long oldest ? TimeSpan.FromMilliseconds(Math.Max(0, NowMs() - oldest)) : TimeSpan.Zero;
        _metrics.Spool(counters.Waiting, counters.Octets, age);
        if (counters.Damaged > _damaged)
        {
            _metrics.Dropped(OutputMetrics.DamagedOnDisk, counters.Damaged - _damaged);
            OutputLog.Damaged(_logger, _output, counters.Damaged - _damaged);
            _damaged = counters.Damaged;
        }
    }

    private void OnDropped(long items)
    {
        _metrics.Dropped(OutputMetrics.SpoolFull, items);
        OutputLog.Dropped(_logger, _output, items, _spool.Counters.Dropped);
    }

    private void OnRefused(long items, string reason)
    {
        _metrics.Dropped(OutputMetrics.NotSpooled, items);
        OutputLog.NotSpooled(_logger, _output, items, reason);
    }

    private long NowMs() => _clock.GetUtcNow().ToUnixTimeMilliseconds();
}
