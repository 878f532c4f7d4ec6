namespace FlowSensor.Scenarios.Scoring;

/// <summary>How well one kind was found.</summary>
internal sealed class KindScore
{
    /// <summary>Labels that an incident of the kind found.</summary>
    public int Found { get; set; }

    /// <summary>Labels that none found.</summary>
    public int Missed { get; set; }

    /// <summary>Incidents of the kind without a label.</summary>
    public int False { get; set; }

    /// <summary>Seconds from the first deed to the alarm, of each label found.</summary>
    public List<double> Delays { get; } = [];

    /// <summary>Part of what was told that is true; 1 where nothing was told.</summary>
    public double Precision => Found + False == 0 ? 1 : (double)Found / (Found + False);

    /// <summary>Part of what is true that was told; 1 where nothing is.</summary>
    public double Recall => Found + Missed == 0 ? 1 : (double)Found / (Found + Missed);

    /// <summary>The longest delay; 0 without any.</summary>
    public double LongestDelay => Delays.Count == 0 ? 0 : Delays.Max();

    /// <summary>The middle one of the delays; 0 without any.</summary>
    public double MedianDelay => Delays.Count == 0 ? 0 : Delays.Order().ElementAt(Delays.Count / 2);

    /// <summary>Adds another run's.</summary>
    public void Add(KindScore other)
    {
        Found += other.Found;
        Missed += other.Missed;
        False += other.False;
        Delays.AddRange(other.Delays);
    }
}
