using FlowSensor.Status;


namespace FlowSensor.Dashboard.Viewing;

/// <summary>Tells the pages that are looked at when there is something new: at once when windows are closed, and every few seconds anyway.</summary>
internal sealed class LiveTicker : IDisposable
{
    private const int Every = 10;

    private readonly SensorStatus _status;
    private readonly ITimer _timer;
    private long _written;
    private int _silent;

    /// <summary>Begins to look, once a second.</summary>
    public LiveTicker(SensorStatus status, TimeProvider clock)
    {
        _status = status;
        _timer = clock.CreateTimer(_ => Look(), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
    }

    /// <summary>Something may be new. Handlers return at once.</summary>
    public event Action? Ticked;

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        long written = _status.StoreWritten;
        if (Interlocked.Exchange(ref _written, written) == written && ++_silent < Every)
        {
            return;
        }

        _silent = 0;
        Ticked?.Invoke();
    }
}
