namespace FlowSensor.Engine.Tests.Architecture;

/// <summary>Looks for a circle among arrows, of whatever length, depth first.</summary>
internal sealed class ArrowCircle
{
    private readonly ILookup<string, string> _arrows;
    private readonly HashSet<string> _done = [];
    private readonly List<string> _way = [];

    private ArrowCircle(ILookup<string, string> arrows) => _arrows = arrows;

    /// <summary>The first circle in the order of names, its beginning repeated at its end; empty when there is none. An arrow to itself is no circle.</summary>
    public static IReadOnlyList<string> Find(IEnumerable<(string From, string To)> arrows)
    {
        ILookup<string, string> sorted = arrows
            .Where(static arrow => arrow.From != arrow.To)
            .Order()
            .ToLookup(static arrow => arrow.From, static arrow => arrow.To);
        ArrowCircle search = new(sorted);
        return sorted.Select(static from => from.Key).Select(search.From).FirstOrDefault(static circle => circle.Count > 0) ?? [];
    }

    private IReadOnlyList<string> From(string name)
    {
        int begin = _way.IndexOf(name);
        if (begin >= 0)
        {
            return [.. _way[begin..], name];
        }

        if (!_done.Add(name))
        {
            return [];
        }

        _way.Add(name);
        foreach (string next in _arrows[name])
        {
            if (From(next) is { Count: > 0 } circle)
            {
                return circle;
            }
        }

        _way.RemoveAt(_way.Count - 1);
        return [];
    }
}
