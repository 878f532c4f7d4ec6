using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Inspection;

/// <summary>
/// Counters by host, up to a maximum. Keys and counters lie apart: a host that is not in the table, the common case under a flood or behind
/// a large network, is told by one look at small entries, and counters are only touched where they count.
/// </summary>
internal sealed class HostTable<TCounters>(int maximum)
    where TCounters : struct
{
    private readonly Dictionary<IpAddress, int> _places = [];
    private TCounters[] _counters = new TCounters[16];
    private TCounters _unlisted;

    /// <summary>Hosts in the table.</summary>
    public int Count => _places.Count;

    /// <summary>Calls for hosts that found no room.</summary>
    public long Full { get; private set; }

    /// <summary>All hosts, in the order in which they came.</summary>
    public IEnumerable<(IpAddress Host, TCounters Counters)> All => _places.Select(place => (place.Key, _counters[place.Value]));

    /// <summary>The counters of a host; default where it is not in the table.</summary>
    public TCounters Of(IpAddress host) => _places.TryGetValue(host, out int place) ? _counters[place] : default;

    /// <summary>The counters of a host, new ones where there are none yet; a spare place, with false, when there is no room.</summary>
    public ref TCounters Find(in IpAddress host, out bool found)
    {
        found = true;
        if (_places.TryGetValue(host, out int place))
        {
            return ref _counters[place];
        }

        if (_places.Count >= maximum)
        {
            Full++;
            found = false;
            return ref _unlisted;
        }

        place = _places.Count;
        if (place == _counters.Length)
        {
            Array.Resize(ref _counters, (int)Math.Min(place * 2L, maximum));
        }

        _places.Add(host, place);
        return ref _counters[place];
    }
}
