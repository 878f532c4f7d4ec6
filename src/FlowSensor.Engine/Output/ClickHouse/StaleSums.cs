using System.Globalization;

namespace FlowSensor.Engine.Output.ClickHouse;

/// <summary>
/// The minutes and hours whose sums by source are older than the records sent. Kept in a file too, so that a sensor that was killed
/// makes them after its next start. Belongs to one thread.
/// </summary>
internal sealed class StaleSums
{
    // Ten weeks. Exports of so many different minutes at once are not traffic; their sums are made at once, and again if more comes.
    private const int MostMinutes = 100_000;
    private const uint Hour = 3_600;

    private readonly string _file;
    private readonly SortedSet<uint> _minutes = [];
    private readonly SortedSet<uint> _hours = [];
    private bool _changed;

    /// <summary>Reads what an earlier run left.</summary>
    /// <param name="file">The file; what is not a time in it is passed over.</param>
    public StaleSums(string file)
    {
        _file = file;
        foreach (string line in File.Exists(file) ? File.ReadLines(file).Take(2 * MostMinutes) : [])
        {
            if (line.Length > 1 && uint.TryParse(line.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out uint time))
            {
                (line[0] == 'h' ? _hours : _minutes).Add(time);
            }
        }
    }

    /// <summary>True when there are so many minutes that they should be taken now.</summary>
    public bool IsFull => _minutes.Count >= MostMinutes;

    /// <summary>Records of these minutes are about to be sent.</summary>
    public void Mark(IEnumerable<uint> minutes)
    {
        foreach (uint minute in minutes)
        {
            _changed |= _minutes.Add(minute);
            _changed |= _hours.Add(minute - (minute % Hour));
        }
    }

    /// <summary>Takes the minutes before a time, and the hours that end by it.</summary>
    /// <param name="time">Unix seconds; <see cref="uint.MaxValue"/> for all.</param>
    public (IReadOnlyList<uint> Minutes, IReadOnlyList<uint> Hours) TakeBefore(uint time)
    {
        List<uint> minutes = [.. _minutes.TakeWhile(minute => minute < time)];
        List<uint> hours = [.. _hours.TakeWhile(hour => time == uint.MaxValue || hour + Hour <= time)];
        _minutes.ExceptWith(minutes);
        _hours.ExceptWith(hours);
        _changed |= minutes.Count + hours.Count > 0;
        return (minutes, hours);
    }

    /// <summary>Writes the file when something changed; the new one takes the old one's place in one step.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Save()
    {
        if (_changed)
        {
            string next = _file + ".new";
            File.WriteAllLines(next, _minutes.Select(static minute => Line('m', minute)).Concat(_hours.Select(static hour => Line('h', hour))));
            File.Move(next, _file, overwrite: true);
            _changed = false;
        }
    }

    private static string Line(char kind, uint time) => string.Create(CultureInfo.InvariantCulture, $"{kind}{time}");
}
