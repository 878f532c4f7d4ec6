using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Detection;

/// <summary>A decision of an operator over incidents of a rule and a network, for some time.</summary>
public sealed record Silence
{
    /// <summary>What it does.</summary>
    public SilenceAction Action { get; init; }

    /// <summary>Name of the rule; empty for every rule.</summary>
    public string Rule { get; init; } = "";

    /// <summary>The sources it holds for; null for all.</summary>
    public IpPrefix? Network { get; init; }

    /// <summary>The one incident it holds for; empty for all.</summary>
    public string Incident { get; init; } = "";

    /// <summary>From when it holds, Unix milliseconds.</summary>
    public long From { get; init; }

    /// <summary>Until when it holds, Unix milliseconds.</summary>
    public long Until { get; init; } = long.MaxValue;

    /// <summary>Who decided.</summary>
    public string Author { get; init; } = "";

    /// <summary>Why.</summary>
    public string Reason { get; init; } = "";

    /// <summary>True when it holds for incidents of a rule and source at a time, whatever their identifier.</summary>
    public bool Covers(string rule, IpAddress source, long time) =>
        Incident.Length == 0 && time >= From && time < Until && (Rule.Length == 0 || Rule == rule) && (Network?.Contains(source) ?? true);

    /// <summary>True when it holds for an incident at a time.</summary>
    public bool Covers(Incident incident, long time)
    {
        ArgumentNullException.ThrowIfNull(incident);
        return Covers(incident.Id, incident.Rule, incident.Source, time);
    }

    /// <summary>True when it holds for an incident of this identifier, rule and source at a time.</summary>
    public bool Covers(string incident, string rule, IpAddress source, long time) =>
        Incident.Length == 0 ? Covers(rule, source, time) : Incident == incident && time >= From && time < Until;
}
