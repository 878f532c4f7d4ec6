namespace FlowSensor.Engine.Abuse.Statistics;

/// <summary>Hosts complained about, by whether an incident had found them. A complaint names a day more often than a minute: an incident within a day of it counts.</summary>
/// <param name="Before">An incident was open before the complaint came.</param>
/// <param name="After">One opened only after it had come.</param>
/// <param name="Not">None did.</param>
public readonly record struct FoundHosts(int Before, int After, int Not)
{
    /// <summary>All of them.</summary>
    public int All => Before + After + Not;

    /// <summary>Part of the hosts that was found before the complaint; null without complaints.</summary>
    public double? Share => All == 0 ? null : (double)Before / All;
}
