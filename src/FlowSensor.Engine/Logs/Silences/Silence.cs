using FlowSensor.Engine.Logs.Rare;

namespace FlowSensor.Engine.Logs.Silences;

/// <summary>A time in which a program logged nothing.</summary>
/// <param name="Host">The host.</param>
/// <param name="Program">The program.</param>
/// <param name="FromMs">Its last line before, Unix milliseconds.</param>
/// <param name="ToMs">Its first line after; the present while the silence lasts.</param>
/// <param name="Before">The last line before.</param>
/// <param name="After">The first line after; empty while the silence lasts.</param>
/// <param name="Trouble">Type of a line with words of trouble on the host just before; null when there was none.</param>
public sealed record Silence(string Host, string Program, long FromMs, long ToMs, string Before, string After, MessageType? Trouble)
{
    /// <summary>How long it lasted.</summary>
    public long DurationMs => ToMs - FromMs;

    /// <summary>The interval that 99 of 100 of the program at that hour do not exceed, or as configured; 0 until judged.</summary>
    public long UsualMs { get; init; }

    /// <summary>True when it followed a rare line.</summary>
    public bool IsAfterRare { get; init; }

    /// <summary>How many times over the limit it lasted; what follows a rare line counts ten times.</summary>
    public double Weight { get; init; }
}
