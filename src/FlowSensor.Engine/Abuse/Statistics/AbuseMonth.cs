namespace FlowSensor.Engine.Abuse.Statistics;

/// <summary>What a month brought: complaints, the hosts in them, and reports of our own.</summary>
public sealed record AbuseMonth
{
    /// <summary>First day of the month, by the sensor's time zone.</summary>
    public required DateOnly Month { get; init; }

    /// <summary>Complaints about hosts, by what they complain about.</summary>
    public required IReadOnlyDictionary<string, int> Complaints { get; init; }

    /// <summary>Different hosts complained about, by what is complained about.</summary>
    public required IReadOnlyDictionary<string, int> ComplainedHosts { get; init; }

    /// <summary>Different hosts found by ourselves, by kind of incident; victims and probably forged sources are not counted.</summary>
    public required IReadOnlyDictionary<string, int> FoundHosts { get; init; }

    /// <summary>Of the hosts complained about, how they were found.</summary>
    public required FoundHosts Found { get; init; }

    /// <summary>Our reports and what came of them.</summary>
    public required ReportOutcomes Reports { get; init; }
}
