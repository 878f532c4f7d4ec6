using System.Runtime.InteropServices;

namespace FlowSensor.Hosting;

/// <summary>
/// Ends the host in order at SIGTERM, Ctrl-C and SIGQUIT, from before any socket is open: what comes before the sensor has begun ends it as soon as
/// it has, with what waits in its sockets.
/// </summary>
internal sealed class StopSignals : IHostLifetime, IDisposable
{
    private readonly IHostApplicationLifetime _lifetime;
    private readonly PosixSignalRegistration[] _signals;
    private readonly Lock _sync = new();
    private bool _isWanted;
    private bool _hasBegun;

    /// <summary>Looks after signals from now on.</summary>
    public StopSignals(IHostApplicationLifetime lifetime)
    {
        _lifetime = lifetime;
        _signals = [.. new[] { PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGQUIT }.Select(signal => PosixSignalRegistration.Create(signal, OnSignal))];
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
        context.Cancel = true;
        lock (_sync)
        {
            _isWanted = true;
            if (!_hasBegun)
            {
                return;
            }
        }

        Stop();
    }
}
