namespace FlowSensor.Engine.Logs.Rare;

/// <summary>The last lines of each host; when there are too many hosts, those silent for longest make room.</summary>
internal sealed class HostTails(MessageTypeOptions options)
{
    private const int MaxHostName = 255;

    private readonly Dictionary<ulong, HostTail> _tails = [];

    /// <summary>Hosts that made room for others.</summary>
    internal long Evicted { get; private set; }

    /// <summary>The lines of a host.</summary>
    internal HostTail Of(ReadOnlySpan<byte> host, out ulong hash)
    {
        hash = WordHash.Of(host);
        if (_tails.TryGetValue(hash, out HostTail? tail))
        {
            return tail;
        }

        if (_tails.Count >= options.MaxHosts)
        {
            MakeRoom();
        }

        return _tails[hash] = new HostTail(LineText.Show(host, MaxHostName), options.Near);
    }

    // A quarter at a time, so that a flood of forged hosts does not search for each.
    private void MakeRoom()
    {
        int gone = Math.Max(1, _tails.Count / 4);
        foreach ((ulong hash, _) in _tails.OrderBy(static tail => tail.Value.LastMs).Take(gone).ToList())
        {
            _tails.Remove(hash);
            Evicted++;
        }
    }
}
