using FlowSensor.Engine.Configuration;
using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.Flows;

namespace FlowSensor.Engine.Collection;

/// <summary>Sampling intervals of the configuration, by exporter network; the longest prefix that holds the exporter decides.</summary>
public sealed class SamplingRules
{
    private readonly (IpPrefix Network, ulong Interval, SamplingMode Mode)[] _rules;

    /// <summary>Takes the rules of the configuration, which has been validated.</summary>
    public SamplingRules(IEnumerable<SamplingOptions> rules)
    {
        _rules = [.. rules
            .Where(rule => rule is { Exporter: not null, Interval: not null })
            .Select(rule => (rule.Exporter!.Value, (ulong)rule.Interval!.Value, rule.Mode))
            .OrderByDescending(rule => rule.Item1.MappedLength)];
    }

    /// <summary>Sets an exporter's configured interval.</summary>
    public void Apply(IpAddress exporter, SamplerTable samplers)
    {
        foreach ((IpPrefix network, ulong interval, SamplingMode mode) in _rules)
        {
            if (network.Contains(exporter))
            {
                samplers.Override = mode == SamplingMode.Override ? interval : 0;
                samplers.Default = mode == SamplingMode.Default ? interval : 0;
                return;
            }
        }
    }
}
