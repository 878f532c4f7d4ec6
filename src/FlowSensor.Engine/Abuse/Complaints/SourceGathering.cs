using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Abuse.Complaints;

/// <summary>Gathers the hosts of a complaint: each once, with the earliest and the latest time said of it. Bounded.</summary>
/// <param name="rules">Whom a complaint can be about.</param>
internal sealed class SourceGathering(ComplaintRules rules)
{
    // A table of a CERT names thousands; more in one mail is not handled by one.
    private const int MaximumSources = 10_000;

    private readonly List<ComplaintSource> _sources = [];
    private readonly Dictionary<IpAddress, int> _places = [];

    /// <summary>The hosts so far.</summary>
    public IReadOnlyList<ComplaintSource> Sources => _sources;

    /// <summary>Addresses that were named but cannot be complained about here: private, own servers, lists, other people's.</summary>
    public int LeftOut { get; private set; }

    /// <summary>Hosts over the maximum.</summary>
    public int OverMaximum { get; private set; }

    /// <summary>Adds a host with a time.</summary>
    public void Add(FoundAddress found, FoundTime? time)
    {
        if (!rules.IsOurs(found.Address))
        {
            LeftOut++;
            return;
        }

        if (_places.TryGetValue(found.Address, out int place))
        {
            _sources[place] = Merge(_sources[place], found.Port, time);
        }
        else if (_sources.Count == MaximumSources)
        {
            OverMaximum++;
        }
        else
        {
            _places.Add(found.Address, _sources.Count);
            _sources.Add(new ComplaintSource(found.Address, found.Port, time?.Time, time?.Time, time?.IsZoneAssumed ?? false));
        }
    }

    /// <summary>Adds what the lines of a text name; a line without a time has the time given.</summary>
    public void AddText(string text, TimeFinder times, FoundTime? otherwise)
    {
        List<FoundAddress> addresses = [];
        List<FoundTime> spans = [];
        foreach (ReadOnlySpan<char> line in text.AsSpan().EnumerateLines())
        {
            addresses.Clear();
            AddressFinder.Find(line, addresses);
            if (addresses.Count == 0)
            {
                continue;
            }

            spans.Clear();
            times.Find(line.ToString(), spans);
            foreach (FoundAddress address in addresses)
            {
                Add(address, spans.Count > 0 ? spans[0] : otherwise);
                for (int i = 1; i < spans.Count; i++)
                {
                    Add(address, spans[i]);
                }
            }
        }
    }

    private static ComplaintSource Merge(ComplaintSource source, int port, FoundTime? time)
    {
        source = source.Port == 0 ? source with { Port = port } : source;
        return time is not FoundTime found
            ? source
            : source with
            {
                First = source.First is long first ? Math.Min(first, found.Time) : found.Time,
                Last = source.Last is long last ? Math.Max(last, found.Time) : found.Time,
                IsZoneAssumed = source.IsZoneAssumed || found.IsZoneAssumed,
            };
    }
}
