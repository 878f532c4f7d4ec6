namespace FlowSensor.Engine.Traffic;

/// <summary>For each port of one transport protocol, the number of the set of services whose server side it is; 0 is the empty set.</summary>
internal sealed class PortMap
{
    // 160 sets on either side, with and without SYN, fit the 16-bit number of a traffic class.
    private const int MostSets = 160;
    private readonly byte[] _setOf = new byte[65_536];
    private readonly List<int[]> _sets = [[]];

    /// <summary>Number of different sets.</summary>
    public int SetCount => _sets.Count;

    /// <summary>Set numbers by port.</summary>
    public ReadOnlySpan<byte> SetOf => _setOf;

    /// <summary>The services of a set.</summary>
    public int[] Services(int set) => _sets[set];

    /// <summary>Makes a port a server port of a service.</summary>
    public void Add(int port, int service)
    {
        int[] present = _sets[_setOf[port]];
        if (present.Contains(service))
        {
            return;
        }

        int[] wanted = [.. present, service];
        int set = _sets.FindIndex(candidate => candidate.AsSpan().SequenceEqual(wanted));
        if (set < 0)
        {
            if (_sets.Count == MostSets)
            {
                throw new ArgumentException("traffic.services: too many different combinations of services share ports.");
            }

            set = _sets.Count;
            _sets.Add(wanted);
        }

        _setOf[port] = (byte)set;
    }
}
