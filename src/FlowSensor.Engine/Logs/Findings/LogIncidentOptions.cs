using System.ComponentModel.DataAnnotations;
using FlowSensor.Engine.Configuration;

namespace FlowSensor.Engine.Logs.Findings;

/// <summary><c>logs.incidents</c>: which findings in logs open incidents.</summary>
public sealed class LogIncidentOptions
{
    /// <summary>Kinds of findings that do; none for no incidents.</summary>
    public List<LogFindingKind> Kinds { get; set; } = [LogFindingKind.NewType, LogFindingKind.Gap, LogFindingKind.Overload, LogFindingKind.LoadShedding];

    /// <summary>An incident closes when nothing more was found for so long; that of a gap when it ends.</summary>
    [DurationRange("1m", "30d")]
    public TimeSpan CloseAfter { get; set; } = TimeSpan.FromHours(1);

    /// <summary>That of a gap closes also without its end when nothing more was found for so long: who is silent for two weeks is not expected any more.</summary>
    [DurationRange("1h", "365d")]
    public TimeSpan GapCloseAfter { get; set; } = TimeSpan.FromDays(14);

    /// <summary>How often an open one that goes on is told again.</summary>
    [DurationRange("1m", "7d")]
    public TimeSpan UpdateInterval { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Incidents open at the same time; findings beyond are kept as findings only, and counted.</summary>
    [Range(1, 100_000)]
    public int MaxOpen { get; set; } = 200;
}
