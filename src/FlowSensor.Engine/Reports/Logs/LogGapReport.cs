namespace FlowSensor.Engine.Reports.Logs;

/// <summary>A silence of a program that was too long.</summary>
/// <param name="Rank">1 for the one that matters most.</param>
/// <param name="Host">The host.</param>
/// <param name="Program">The program.</param>
/// <param name="From">Its last line before.</param>
/// <param name="To">Its first line after.</param>
/// <param name="DurationS">How long it was silent, in seconds.</param>
/// <param name="UsualS">What 99 of 100 of its intervals at that hour do not exceed, in seconds.</param>
/// <param name="AfterRare">True when a rare line came just before.</param>
/// <param name="Words">Words of trouble in that line.</param>
/// <param name="Before">The program's last line before.</param>
/// <param name="After">Its first line after.</param>
public sealed record LogGapReport(
    int Rank,
    string Host,
    string Program,
    DateTimeOffset From,
    DateTimeOffset To,
    double DurationS,
    double UsualS,
    bool AfterRare,
    IReadOnlyList<string> Words,
    string Before,
    string After);
