using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Traffic;

/// <summary>
/// Room in which the sources of a span are ranked, kept from one window to the next: made anew for each it would be megabytes, and every collection that
/// they bring about stops all threads.
/// </summary>
internal sealed class RankingSpace(TrafficOptions options, int services)
{
    /// <summary>The best sources of each service and direction.</summary>
    public TopRows[] Kept { get; } =
        [.. Enumerable.Range(0, services).Select(_ => new TopRows(options.TopSources, (ulong)Math.Max(0, options.KeepOverFlows), options.MaxKeptSources))];

    /// <summary>Pairs of each of the best sources of one service and direction.</summary>
    public Dictionary<IpAddress, long> Pairs { get; } = [];

    /// <summary>Forgets everything and keeps the memory.</summary>
    public void Clear()
    {
        foreach (TopRows kept in Kept)
        {
            kept.Clear();
        }

        Pairs.Clear();
    }
}
