namespace FlowSensor.Engine.Detection;

/// <summary>A suspicious source, with or without an open incident.</summary>
internal sealed class Track(RuleState rule, TrackKey key, long suspected)
{
    public RuleState Rule { get; } = rule;

    public TrackKey Key { get; } = key;

    /// <summary>Start of the window in which it became suspicious.</summary>
    public long Suspected { get; } = suspected;

    /// <summary>The open incident; null for one that is suspicious only.</summary>
    public Incident? Incident { get; set; }

    /// <summary>Start of the first of the windows over the threshold that follow each other; -1 for none.</summary>
    public long OverSince { get; set; } = -1;

    /// <summary>Milliseconds observed over the threshold without a break.</summary>
    public long OverFor { get; set; }

    /// <summary>Milliseconds observed without being suspicious.</summary>
    public long Quiet { get; set; }

    /// <summary>Observed time when the incident was last told.</summary>
    public long Told { get; set; }

    /// <summary>Highest level told.</summary>
    public IncidentLevel LevelTold { get; set; }

    /// <summary>True when the rule spoke of it in this window.</summary>
    public bool IsSeen { get; set; }

    /// <summary>True when the rule spoke of it in the window that ended last.</summary>
    public bool IsSpoken { get; set; }

    /// <summary>What the rule said in this window.</summary>
    public Finding Finding { get; set; }

    /// <summary>
    /// True where words for what the rule says now can come to be read: those of an incident that it opens, or as bad as what its incident tells. An open
    /// window is looked into each second, and words for all its suspects would be most of what a sensor allocates.
    /// </summary>
    /// <param name="ratio">The measure over its threshold.</param>
    /// <param name="severity">The severity.</param>
    /// <param name="isOpen">True while the window takes records: then it opens incidents and changes none.</param>
    public bool Tells(double ratio, int severity, bool isOpen) => Incident is null
        ? ratio >= 1 && (!isOpen || Rule.For == 0)
        : !isOpen && (ratio >= 1 || Incident.Windows == 0) && (severity >= Incident.Severity || Incident.Contributions.Count == 0);

    /// <summary>Takes what the rule says in this window; of several things, the worst.</summary>
    public void Set(in Finding finding)
    {
        if (!IsSeen || finding.Ratio > Finding.Ratio)
        {
            Finding = finding;
        }

        IsSeen = true;
    }
}
