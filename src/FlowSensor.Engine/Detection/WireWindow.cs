using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Detection;

/// <summary>What packets told of hosts in one window, up to a maximum of hosts. Reused: valid until the next window is taken.</summary>
internal sealed class WireWindow
{
    private readonly Dictionary<IpAddress, int> _places = [];
    private readonly int _maximum;
    private IpAddress[] _addresses = new IpAddress[64];
    private WireHost[] _hosts = new WireHost[64];
    private WireHost _unlisted;

    /// <summary>Makes an empty window.</summary>
    /// <param name="maximum">Most hosts; about 300 octets each.</param>
    public WireWindow(int maximum = 65_536) => _maximum = maximum;

    /// <summary>Hosts in it.</summary>
    public int Count => _places.Count;

    /// <summary>Events of hosts that found no room.</summary>
    public long Full { get; private set; }

    /// <summary>The counts of a host, to count on.</summary>
    public ref WireHost At(IpAddress address)
    {
        if (_places.TryGetValue(address, out int place))
        {
            return ref _hosts[place];
        }

        if (_places.Count >= _maximum)
        {
            Full++;
            _unlisted = default;
            return ref _unlisted;
        }

        place = _places.Count;
        if (place == _hosts.Length)
        {
            Array.Resize(ref _hosts, place * 2);
            Array.Resize(ref _addresses, place * 2);
        }

        _places.Add(address, place);
        _addresses[place] = address;
        _hosts[place] = default;
        return ref _hosts[place];
    }

    /// <summary>The counts of a host; all zero where it was not seen.</summary>
    public WireHost Of(IpAddress address) => _places.TryGetValue(address, out int place) ? _hosts[place] : default;

    /// <summary>The address of a host by its number, in the order in which they were counted first.</summary>
    public IpAddress AddressAt(int index) => _addresses[index];

    /// <summary>The counts of a host by its number.</summary>
    public ref readonly WireHost HostAt(int index) => ref _hosts[index];

    /// <summary>Adds everything of another window.</summary>
    public void Add(WireWindow other)
    {
        for (int index = 0; index < other.Count; index++)
        {
            At(other.AddressAt(index)).Add(in other.HostAt(index));
        }

        Full += other.Full;
    }

    /// <summary>Forgets every host and keeps the memory.</summary>
    public void Clear()
    {
        _places.Clear();
        Full = 0;
    }
}
