namespace FlowSensor.Engine.Reports.Logs;

/// <summary>A message type among the rare ones.</summary>
/// <param name="Rank">1 for what a person should look at first.</param>
/// <param name="Count">Its lines.</param>
/// <param name="Program">The program that logs it.</param>
/// <param name="Host">Host of the first line.</param>
/// <param name="Template">Its words, with <c>&lt;*&gt;</c> for what differs.</param>
/// <param name="Sample">Its first line.</param>
/// <param name="First">Time of the first line.</param>
/// <param name="Last">Time of the last line.</param>
/// <param name="Words">Words of trouble in it.</param>
/// <param name="Near">Lines of the same host before and after the first one.</param>
/// <param name="OverTime">Its count over time; absent for a single line.</param>
public sealed record RareLineReport(
    int Rank,
    long Count,
    string Program,
    string Host,
    string Template,
    string Sample,
    DateTimeOffset? First,
    DateTimeOffset? Last,
    IReadOnlyList<string> Words,
    IReadOnlyList<string> Near,
    LineCounts? OverTime);
