namespace FlowSensor.Engine.Reports.Incidents;

/// <summary>The hosts of one month.</summary>
/// <param name="Month">First day of the month, by the sensor's time zone.</param>
/// <param name="Hosts">Different hosts by kind; victims and probably forged sources are not counted.</param>
/// <param name="All">Different hosts over all kinds.</param>
/// <param name="Complained">Different hosts that complaints were received about.</param>
/// <param name="Found">Of <paramref name="Complained"/>, those with an incident that had opened before the day after what is complained about.</param>
public sealed record IncidentMonth(DateOnly Month, IReadOnlyDictionary<string, int> Hosts, int All, int Complained, int Found)
{
    /// <summary>Part of the complained-about hosts that the incidents had found; null without complaints.</summary>
    public double? FoundShare => Complained == 0 ? null : (double)Found / Complained;
}
