using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Detection;

/// <summary>A rule while it runs: its settings, and how much it opened.</summary>
internal sealed class RuleState(int number, IncidentKind kind, string name, RuleOptions options)
{
    /// <summary>Its number within the detector.</summary>
    public int Number { get; } = number;

    /// <summary>Kind of its incidents.</summary>
    public IncidentKind Kind { get; } = kind;

    /// <summary>Its name.</summary>
    public string Name { get; } = name;

    /// <summary>Its settings.</summary>
    public RuleOptions Options { get; } = options;

    /// <summary>Milliseconds a source must stay over the threshold.</summary>
    public long For { get; } = (long)((options as OwnRuleOptions)?.For.TotalMilliseconds ?? 0);

    /// <summary>Milliseconds after which a quiet incident closes.</summary>
    public long CloseAfter { get; } = (long)options.CloseAfter.TotalMilliseconds;

    /// <summary>Tracks that have an open incident.</summary>
    public int Open { get; set; }

    /// <summary>Sources that this window found over the threshold for the first time.</summary>
    public int FoundNow { get; set; }

    /// <summary>Incidents opened in this window.</summary>
    public int OpenedNow { get; set; }

    /// <summary>Sources over the threshold in this window that found no room.</summary>
    public long Overflow { get; set; }

    /// <summary>True for a source that the rule never speaks of.</summary>
    public bool Excludes(IpAddress source)
    {
        foreach (IpPrefix network in Options.Exclude)
        {
            if (network.Contains(source))
            {
                return true;
            }
        }

        return false;
    }
}
