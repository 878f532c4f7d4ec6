using FlowSensor.Engine.Traffic;

namespace FlowSensor.Engine.Detection;

/// <summary>
/// What a host did within the length of a window: in a closed window all that its row holds, in an open one also its row of the window before, where
/// both together lie within that length. So a flood that begins in the middle of a window need not fill the next one to be known.
/// </summary>
internal readonly ref struct RecentProbes
{
    private readonly ref readonly ProbeRow _row;
    private readonly ref readonly ProbeRow _earlier;
    private readonly ProbeTable _probes;
    private readonly ProbeTable? _before;

    public RecentProbes(DetectionWindow window, in ProbeRow row)
    {
        _row = ref row;
        _earlier = ref row;
        _probes = window.Window.Probes!;
        if (window.Window.Before is ProbeTable before && before.TryFind(row.Host, row.Nature, row.IsTarget, out uint found)
            && before[found].First > row.Last - (window.Window.End - window.Start))
        {
            _before = before;
            _earlier = ref before[found];
        }
    }

    /// <summary>True when the window before is part of it.</summary>
    public bool IsJoined => _before is not null;

    /// <summary>Flows.</summary>
    public ulong Flows => _row.Flows + (_before is null ? 0 : _earlier.Flows);

    /// <summary>Packets, times the sampling interval.</summary>
    public ulong Packets => _row.Packets + (_before is null ? 0 : _earlier.Packets);

    /// <summary>Octets, times the sampling interval.</summary>
    public ulong Octets => _row.Octets + (_before is null ? 0 : _earlier.Octets);

    /// <summary>Different other ends.</summary>
    public long Peers() => _before is null ? _row.Peers.Count(_probes.Sketches) : _row.Peers.Count(_probes.Sketches, in _earlier.Peers, _before.Sketches);

    /// <summary>Different ports.</summary>
    public long Ports() => _before is null ? _row.Ports.Count(_probes.Sketches) : _row.Ports.Count(_probes.Sketches, in _earlier.Ports, _before.Sketches);
}
