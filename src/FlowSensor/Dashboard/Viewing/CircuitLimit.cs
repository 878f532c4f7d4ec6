using Microsoft.AspNetCore.Components.Server.Circuits;

namespace FlowSensor.Dashboard.Viewing;

/// <summary>How many browsers may look at once: each keeps its pages in the sensor's memory.</summary>
internal sealed class CircuitLimit
{
    /// <summary>Browsers at once.</summary>
    public const int Most = 200;

    /// <summary>Browsers that lost their connection and may come back to their page.</summary>
    public const int Retained = 20;

    private int _open;

    /// <summary>Browsers that look now.</summary>
    public int Open => Volatile.Read(ref _open);

    /// <summary>True while there is room for one more.</summary>
    public bool HasRoom => Open < Most;

    /// <summary>A handler that counts the circuit it is of.</summary>
    public CircuitHandler Watch() => new Counter(this);

    private sealed class Counter(CircuitLimit limit) : CircuitHandler
    {
        private bool _isCounted;

        public override Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken)
        {
            if (Interlocked.Increment(ref limit._open) > Most)
            {
                Interlocked.Decrement(ref limit._open);
                throw new InvalidOperationException("Too many browsers look at the dashboard.");
            }

            _isCounted = true;
            return Task.CompletedTask;
        }

        public override Task OnCircuitClosedAsync(Circuit circuit, CancellationToken cancellationToken)
        {
            if (_isCounted)
            {
                _isCounted = false;
                Interlocked.Decrement(ref limit._open);
            }

            return Task.CompletedTask;
        }
    }
}
