using FlowSensor.Engine.Logs.Findings;
using FlowSensor.Engine.Logs.Rare;
using FlowSensor.Engine.Logs.Silences;

namespace FlowSensor.Engine.Storage.Logs;

/// <summary>
/// What became known from logs since the last time, and how far they have been read. All of it is written in one transaction: after a
/// crash, reading goes on exactly behind what the store knows.
/// </summary>
public sealed record StoredLogs : StoredItem
{
    /// <summary>Followed logs and how far they have been read.</summary>
    public IReadOnlyList<(string Path, string State)> Positions { get; init; } = [];

    /// <summary>Message types that are new or were seen.</summary>
    public IReadOnlyList<StoredMessageType> Types { get; init; } = [];

    /// <summary>Types that made room for others.</summary>
    public IReadOnlyList<long> Gone { get; init; } = [];

    /// <summary>Programs heard from, and their intervals.</summary>
    public IReadOnlyList<StoredIntervals> Intervals { get; init; } = [];

    /// <summary>Programs that made room for others.</summary>
    public IReadOnlyList<(string Host, string Program)> GonePrograms { get; init; } = [];

    /// <summary>What a person should see.</summary>
    public IReadOnlyList<LogFinding> Findings { get; init; } = [];

    /// <summary>Other results of the same lines.</summary>
    public IReadOnlyList<StoredItem> Items { get; init; } = [];

    /// <summary>True when there is nothing in it.</summary>
    public bool IsEmpty => Positions.Count + Types.Count + Gone.Count + Intervals.Count + GonePrograms.Count + Findings.Count + Items.Count == 0;
}
