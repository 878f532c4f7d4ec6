using System.Runtime.InteropServices;

namespace FlowSensor.Hosting;

/// <summary>
/// Ends the host in order at SIGTERM, Ctrl-C and SIGQUIT, from before any socket is open: what comes before the sensor has begun ends it as soon as
/// it has, with what waits in its sockets; a second one until then ends it at once. SIGHUP asks for the configuration to be read again.
/// </summary>
internal sealed class SensorSignals : IHostLifetime, IDisposable
{
    private readonly IHostApplicationLifetime _lifetime;
    private readonly PosixSignalRegistration[] _signals;
    private readonly Lock _sync = new();
    private bool _isWanted;
    private bool _hasBegun;
    private int _isReloadWanted;

    /// <summary>Looks after signals from now on.</summary>
    public SensorSignals(IHostApplicationLifetime lifetime)
    {
        _lifetime = lifetime;
        PosixSignalRegistration reload = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
        {
            context.Cancel = true;
            Reload();
        });
        _signals = [reload, .. new[] { PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGQUIT }.Select(signal => PosixSignalRegistration.Create(signal, OnSignal))];
    }

    /// <summary>The sensor has begun and can be ended.</summary>
    public void Begin()
    {
        lock (_sync)
        {
            _hasBegun = true;
            if (!_isWanted)
            {
                return;
            }
        }

        Stop();
    }

    /// <summary>Asks for the configuration to be read again.</summary>
    public void Reload() => Interlocked.Exchange(ref _isReloadWanted, 1);

    /// <summary>Whether that was asked for since the last call.</summary>
    public bool TakeReload() => Interlocked.Exchange(ref _isReloadWanted, 0) != 0;

    /// <summary>Ends the host.</summary>
    public void Stop() => _lifetime.StopApplication();

    /// <inheritdoc/>
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (PosixSignalRegistration signal in _signals)
        {
            signal.Dispose();
        }
    }

    private void OnSignal(PosixSignalContext context)
    {
        lock (_sync)
        {
            // An upgrade of a large store can take long before it begins; who asks twice means at once.
            context.Cancel = _hasBegun || !_isWanted;
            _isWanted = true;
            if (!_hasBegun)
            {
                return;
            }
        }

        Stop();
    }
}
