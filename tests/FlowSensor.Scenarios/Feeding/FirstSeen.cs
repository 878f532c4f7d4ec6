namespace FlowSensor.Scenarios.Feeding;

/// <summary>When the sensor was first told of what an actor does, by the actor's number.</summary>
internal sealed class FirstSeen
{
    private long[] _times = [];

    /// <summary>Notes a time; only the first of an actor counts.</summary>
    public void Note(int actor, long timeMs)
    {
        if (actor >= _times.Length)
        {
            int known = _times.Length;
            Array.Resize(ref _times, Math.Max(64, (actor + 1) * 2));
            Array.Fill(_times, long.MaxValue, known, _times.Length - known);
        }

        _times[actor] = Math.Min(_times[actor], timeMs);
    }

    /// <summary>The time, Unix milliseconds; the end of all times for an actor of whom nothing was told.</summary>
    public long Of(int actor) => actor < _times.Length ? _times[actor] : long.MaxValue;
}
