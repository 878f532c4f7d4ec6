namespace FlowSensor.Engine.Logs.Rare;

/// <summary>Limits of the learned message types. Together they bound memory at some 60 MB, whatever is logged.</summary>
public sealed class MessageTypeOptions
{
    /// <summary>Types kept at most; beyond, one that has not been seen for long goes and is counted.</summary>
    public int MaxTypes { get; set; } = 10_000;

    /// <summary>Programs told apart at most; lines of further ones share one.</summary>
    public int MaxPrograms { get; set; } = 1_000;

    /// <summary>First words told apart of each program; types that begin with further ones share one place.</summary>
    public int MaxFirstWords { get; set; } = 256;

    /// <summary>Types of one program and first word; lines that fit none of them share one type.</summary>
    public int MaxSiblings { get; set; } = 128;

    /// <summary>
    /// Words that a line must share with a type, in order, of those that the longer of them has. Published figures of Drain use 0.4 to
    /// 0.5 of all tokens; values do not count here, so words must agree better.
    /// </summary>
    public double Similarity { get; set; } = 0.75;

    /// <summary>Hosts whose last lines are kept at most, to show what happened before a rare line.</summary>
    public int MaxHosts { get; set; } = 1_024;

    /// <summary>Lines shown before a rare line, and after it.</summary>
    public int Near { get; set; } = 3;

    /// <summary>How far from a rare line in time those near it may be.</summary>
    public TimeSpan NearTime { get; set; } = TimeSpan.FromMinutes(10);
}
