using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Collection;

/// <summary>Who sent without being allowed to, so that the operator can be told: each address once an hour, and no more than 32 of them in it.</summary>
public sealed class RefusedSenders
{
    /// <summary>Addresses told of in an hour; a flood of forged ones adds no more.</summary>
    public const int Most = 32;

    private const long MemoryMilliseconds = 3_600_000;

    private readonly HashSet<IpAddress> _known = new(Most);
    private readonly List<IpAddress> _news = new(Most);
    private long _since = long.MinValue / 2;

    /// <summary>Addresses not told of yet, in the order in which they appeared; they count as told from now on.</summary>
    public IReadOnlyList<IpAddress> Take()
    {
        if (_news.Count == 0)
        {
            return [];
        }

        IpAddress[] news = [.. _news];
        _news.Clear();
        return news;
    }

    /// <summary>Notes a datagram that was refused.</summary>
    /// <param name="sender">Who sent it.</param>
    /// <param name="arrival">When it arrived, Unix milliseconds.</param>
    internal void Note(IpAddress sender, long arrival)
    {
        if (arrival - _since > MemoryMilliseconds || arrival < _since)
        {
            _since = arrival;
            _known.Clear();
        }

        if (_known.Count < Most && _known.Add(sender))
        {
            _news.Add(sender);
        }
    }
}
