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

    /// <summary>Seconds from the first packet or flow record that told the sensor of it to the alarm, of each label found.</summary>
    public List<double> RecordDelays { get; } = [];

    /// <summary>Part of what was told that is true; 1 where nothing was told.</summary>
    public double Precision => Found + False == 0 ? 1 : (double)Found / (Found + False);

    /// <summary>Part of what is true that was told; 1 where nothing is.</summary>
    public double Recall => Found + Missed == 0 ? 1 : (double)Found / (Found + Missed);

    /// <summary>The longest of delays; 0 without any.</summary>
    public static double Longest(List<double> delays) => delays.Count == 0 ? 0 : delays.Max();

    /// <summary>The middle one of delays; 0 without any.</summary>
    public static double Median(List<double> delays) => delays.Count == 0 ? 0 : delays.Order().ElementAt(delays.Count / 2);

    /// <summary>Adds another run's.</summary>
    public void Add(KindScore other)
    {
        Found += other.Found;
        Missed += other.Missed;
        False += other.False;
        Delays.AddRange(other.Delays);
        RecordDelays.AddRange(other.RecordDelays);
    }
}
