using FlowSensor.Engine.Logs.Findings;
using FlowSensor.Engine.Logs.Silences;

namespace FlowSensor.Engine.Logs.Rare;

/// <summary>What is looked for in logs, and the limits of what is learned from them.</summary>
public sealed class LogMiningOptions
{
    /// <summary>Limits of the message types.</summary>
    public MessageTypeOptions Types { get; } = new();

    /// <summary>When a silence is too long.</summary>
    public SilenceOptions Silences { get; } = new();

    /// <summary>Words that make a message interesting.</summary>
    public IReadOnlyList<string> Words { get; set; } = WordsOfTrouble.Default;

    /// <summary>Words of too much work or too little room.</summary>
    public IReadOnlyList<string> Overload { get; set; } = TypeFindings.OverloadWords;

    /// <summary>Words of work that is put off or refused because of that.</summary>
    public IReadOnlyList<string> Shedding { get; set; } = TypeFindings.SheddingWords;

    /// <summary>For so long after the first line of all, a new type without words of trouble is no finding: everything is new then.</summary>
    public TimeSpan Learning { get; set; } = TimeSpan.FromDays(1);

    /// <summary>A type that keeps coming is one finding in this time.</summary>
    public TimeSpan FindingInterval { get; set; } = TimeSpan.FromMinutes(10);
}
