namespace FlowSensor.Engine.Logs.Syslog;

/// <summary>Counts the connections of all listeners together.</summary>
/// <param name="most">How many there may be.</param>
internal sealed class SyslogConnections(int most)
{
    private int _open;

    internal bool TryEnter()
    {
        if (Interlocked.Increment(ref _open) <= most)
        {
            return true;
        }

        Interlocked.Decrement(ref _open);
        return false;
    }

    internal void Leave() => Interlocked.Decrement(ref _open);
}
