using System.Runtime.InteropServices;
using FlowSensor.Engine.Configuration;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Collection;

/// <summary>The rate limits of the configuration; an exporter's observation domains share one.</summary>
public sealed class RateLimits
{
    private readonly (IpPrefix Network, long RecordsPerSecond)[] _rules;
    private readonly long _recordsPerSecond;
    private readonly Dictionary<IpAddress, RateLimit> _limits = [];

    /// <summary>Takes the limits of the configuration, which has been validated.</summary>
    /// <param name="recordsPerSecond">For exporters without a limit of their own; 0 for no limit.</param>
    /// <param name="rules">Limits of their own; the longest prefix that holds an exporter decides.</param>
    public RateLimits(long recordsPerSecond, IEnumerable<RateLimitOptions> rules)
    {
        _recordsPerSecond = recordsPerSecond;
        _rules = [.. rules
            .Where(rule => rule is { Exporter: not null, MaxRecordsPerSecond: not null })
            .Select(rule => (rule.Exporter!.Value, (long)rule.MaxRecordsPerSecond!.Value))
            .OrderByDescending(rule => rule.Value.MappedLength)];
    }

    /// <summary>Exporters with a limit.</summary>
    internal int Count => _limits.Count;

    /// <summary>The limit of an exporter for one more observation domain; null where it has none.</summary>
    internal RateLimit? Share(IpAddress exporter)
    {
        long recordsPerSecond = RecordsPerSecond(exporter);
        if (recordsPerSecond == 0)
        {
            return null;
        }

        ref RateLimit? limit = ref CollectionsMarshal.GetValueRefOrAddDefault(_limits, exporter, out _);
        limit ??= new RateLimit(exporter, recordsPerSecond);
        limit.Users++;
        return limit;
    }

    /// <summary>Ends the use by one observation domain.</summary>
    internal void Release(RateLimit? limit)
    {
        if (limit is not null && --limit.Users == 0)
        {
            _limits.Remove(limit.Address);
        }
    }

    private long RecordsPerSecond(IpAddress exporter)
    {
        foreach ((IpPrefix network, long recordsPerSecond) in _rules)
        {
            if (network.Contains(exporter))
            {
                return recordsPerSecond;
            }
        }

        return _recordsPerSecond;
    }
}
