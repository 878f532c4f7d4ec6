namespace FlowSensor.Engine.Collection.Duplicates;

/// <summary>When each exporter of a group was heard last.</summary>
internal sealed class Aliveness
{
    private readonly long[] _heard;
    private readonly long _silence;

    /// <summary>Nobody was heard yet.</summary>
    /// <param name="exporters">How many there are.</param>
    /// <param name="silence">Milliseconds after which one is no longer counted on.</param>
    public Aliveness(int exporters, long silence)
    {
        _heard = new long[exporters];
        Array.Fill(_heard, long.MinValue / 2);
        _silence = silence;
    }

    /// <summary>An exporter was heard.</summary>
    /// <returns>Whether it is the first of the list that is alive.</returns>
    public bool Hear(int rank, long eventTime)
    {
        _heard[rank] = eventTime;
        for (int before = 0; before < rank; before++)
        {
            // A clock that was set back leaves times of the future behind: they speak for nobody.
            if (Math.Abs(eventTime - _heard[before]) <= _silence)
            {
                return false;
            }
        }

        return true;
    }
}
