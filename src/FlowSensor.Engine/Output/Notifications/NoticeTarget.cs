using Microsoft.Extensions.Logging;

namespace FlowSensor.Engine.Output.Notifications;

/// <summary>Tells one target, on a task of its own: a target that hangs holds up nobody.</summary>
internal sealed class NoticeTarget : IAsyncDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);

    // At the end what is under way may finish.
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(5);

    private readonly NotifyOptions _options;
    private readonly INoticeChannel _channel;
    private readonly NoticeQueue _queue;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly string _sensor;
    private readonly long _start;
    private readonly SemaphoreSlim _wake = new(0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _work;
    private bool _ending;
    private long _sent;
    private long _retried;
    private long _lost;

    public NoticeTarget(NotifyOptions options, INoticeChannel channel, string sensor, TimeProvider clock, ILogger logger)
    {
        _options = options;
        _channel = channel;
        _queue = new NoticeQueue(options);
        _sensor = sensor;
        _clock = clock;
        _logger = logger;
        _start = clock.GetTimestamp();
        _work = Task.Run(Work);
    }

    /// <summary>What became of the notices.</summary>
    public NoticeCounters Counters
    {
        get
        {
            lock (_queue)
            {
                return new NoticeCounters(_sent, _retried, _lost, _queue.Summarised, _queue.Repeated);
            }
        }
    }

    private long Now => (long)_clock.GetElapsedTime(_start).TotalMilliseconds;

    /// <summary>Takes a notice; never waits.</summary>
    public void Add(Notice notice)
    {
        lock (_queue)
        {
            _queue.Add(notice, Now);
        }

        _wake.Release();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Volatile.Write(ref _ending, true);
        _wake.Release();
        await Task.WhenAny(_work, Task.Delay(LastWords)).ConfigureAwait(false);
        await _stop.CancelAsync().ConfigureAwait(false);
        await _work.ConfigureAwait(false);
        NoticeCounters counters = Counters;
        NotificationLog.Ended(_logger, _options.ShownName, counters.Sent, counters.Retried, counters.Lost, counters.Summarised, counters.Repeated);
        _channel.Dispose();
        _stop.Dispose();
        _wake.Dispose();
    }

    private async Task Work()
    {
        try
        {
            while (true)
            {
                NoticeMessage? message = Take(out long? wait);
                if (message is not null)
                {
                    await Send(message).ConfigureAwait(false);
                    continue;
                }

                if (Volatile.Read(ref _ending))
                {
                    return;
                }

                await WaitForWork(wait).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            lock (_queue)
            {
                _lost += _queue.Waiting;
            }
        }
    }

    private NoticeMessage? Take(out long? wait)
    {
        Notice? notice;
        NoticeDigest? digest;
        lock (_queue)
        {
            long now = Now;
            bool found = _queue.TryTake(now, out notice, out digest);
            wait = found ? 0 : _queue.Wait(now);
        }

        return notice is not null ? NoticeMessage.Of(notice, _sensor) : digest is not null ? NoticeMessage.Of(digest, _sensor) : null;
    }

    private async Task WaitForWork(long? wait)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        if (wait is long until)
        {
            limit.CancelAfter(TimeSpan.FromMilliseconds(Math.Max(1, until)));
        }

        try
        {
            await _wake.WaitAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!_stop.IsCancellationRequested)
        {
            // The limit allows a message again.
            return;
        }
    }

    private async Task Send(NoticeMessage message)
    {
        long begun = _clock.GetTimestamp();
        TimeSpan pause = FirstPause;
        while (true)
        {
            try
            {
                await _channel.SendAsync(message, _stop.Token).ConfigureAwait(false);
                Interlocked.Increment(ref _sent);
                return;
            }
            catch (NoticeException failure)
            {
                TimeSpan wait = failure.RetryAfter is TimeSpan wanted && wanted > pause ? wanted : pause;
                wait = wait > LongestPause ? LongestPause : wait;
                if (failure.IsPermanent || Volatile.Read(ref _ending) || _clock.GetElapsedTime(begun) + wait > _options.GiveUpAfter)
                {
                    Interlocked.Increment(ref _lost);
                    NotificationLog.GivenUp(_logger, _options.ShownName, message.Title, failure.Message);
                    return;
                }

                if (pause == FirstPause)
                {
                    NotificationLog.Failed(_logger, _options.ShownName, failure.Message);
                }

                Interlocked.Increment(ref _retried);
                await Task.Delay(wait, _clock, _stop.Token).ConfigureAwait(false);
                pause *= 2;
            }
        }
    }
}
