using System.ComponentModel.DataAnnotations;
using FlowSensor.Engine.Logs.Findings;
using FlowSensor.Engine.Logs.Rare;

namespace FlowSensor.Engine.Configuration;

/// <summary>The section <c>logs</c>: what is looked for in log lines, wherever they come from.</summary>
public sealed class LogOptions
{
    /// <summary>Words that make a message interesting; an entry matches where a word begins with it.</summary>
    public List<string> Words { get; set; } = [.. WordsOfTrouble.Default];

    /// <summary>Words of too much work or too little room.</summary>
    public List<string> Overload { get; set; } = [.. TypeFindings.OverloadWords];

    /// <summary>Words of work that is refused or put off because of that.</summary>
    public List<string> Shedding { get; set; } = [.. TypeFindings.SheddingWords];

    /// <summary>Message types kept at most.</summary>
    [Range(100, 1_000_000)]
    public int MaxTypes { get; set; } = 10_000;

    /// <summary>For so long after the first line, new types without words of trouble are no finding.</summary>
    [DurationRange("0s", "30d")]
    public TimeSpan Learning { get; set; } = TimeSpan.FromDays(1);

    /// <summary>Shorter silences of a program are no gap.</summary>
    [DurationRange("10s", "7d")]
    public TimeSpan LeastGap { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How many times the usual longest interval of the hour a silence must last to be a gap.</summary>
    [Range(1.0, 1000.0)]
    public double GapFactor { get; set; } = 5;

    /// <summary>Which findings open incidents.</summary>
    public LogIncidentOptions Incidents { get; set; } = new();

    /// <summary>How often results and positions go to the store; so much is read again, and nothing counted twice, after a crash.</summary>
    [DurationRange("100ms", "10m")]
    public TimeSpan Checkpoint { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The settings as the mining takes them.</summary>
    public LogMiningOptions ToMining()
    {
        LogMiningOptions mining = new() { Words = Words, Overload = Overload, Shedding = Shedding, Learning = Learning };
        mining.Types.MaxTypes = MaxTypes;
        mining.Silences.Least = LeastGap;
        mining.Silences.Factor = GapFactor;
        mining.Silences.FactorAfterRare = Math.Min(GapFactor, mining.Silences.FactorAfterRare);
        return mining;
    }
}
