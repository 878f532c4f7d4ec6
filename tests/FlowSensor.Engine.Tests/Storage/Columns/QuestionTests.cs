using FlowSensor.Engine.Reports;
using FlowSensor.Engine.Storage;
using FlowSensor.Engine.Traffic;

namespace FlowSensor.Engine.Tests.Storage.Columns;

/// <summary>Questions of many statements, while a store is written or nobody waits for the answer any more.</summary>
public sealed class QuestionTests : IDisposable
{
    private const string OfColumns = "FROM source_columns c CROSS";

    private static readonly SourcesQuestion Everybody = new() { Range = StoreOfSources.Whole, Service = "all", IsAscending = true, Limit = 700, TrendParts = 24 };

    private readonly StoreOfSources _stored = new();

    public void Dispose() => _stored.Dispose();

    [Theory]
    [InlineData(2, "PRAGMA foreign_keys = ON; DELETE FROM spans WHERE kind > 0 AND start > 1767250000000")]
    [InlineData(9, "PRAGMA foreign_keys = ON; DELETE FROM spans")]
    [InlineData(3, "DELETE FROM source_columns")]
    [InlineData(5, "DELETE FROM source_columns WHERE name = 3")]
    [InlineData(8, "UPDATE source_columns SET data = (SELECT c.data FROM source_columns c WHERE c.span = (SELECT min(span) FROM source_columns) AND c.service = source_columns.service AND c.name = source_columns.name)")]
    public void Ask_WhileTheStoreIsChanged_SeesOneState(int statement, string change)
    {
        using StoreReader store = StoreReader.Open(_stored.Folder);
        SourcesQuery query = new(store, new TrafficOptions().Bands);
        RankedSources before = query.Ask(Everybody);
        int changes = 0;
        AtStatement(store, statement, () =>
        {
            _stored.Change(change);
            changes++;
        });

        RankedSources asked = query.Ask(Everybody);

        Assert.True(before.Rows.Count > 500);
        Assert.Equal(Comparable(before), Comparable(asked));
        Assert.Equal(1, changes);
    }

    [Fact]
    public void Ask_WithinAQuestion_IsPartOfIt()
    {
        using StoreReader store = StoreReader.Open(_stored.Folder);
        SourcesQuery query = new(store, new TrafficOptions().Bands);

        (List<string> one, List<string> other) = store.Ask(_ =>
        {
            List<string> rows = Comparable(query.Ask(Everybody));
            _stored.Change("PRAGMA foreign_keys = ON; DELETE FROM spans");
            return (rows, Comparable(query.Ask(Everybody)));
        });

        Assert.Equal(one, other);
        Assert.Empty(query.Ask(Everybody).Rows);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(10)]
    public void Ask_OfAColumnOfMoreThanItsSources_SaysSo(int column)
    {
        _stored.Change($"UPDATE source_columns SET data = CAST(data || x'01' AS BLOB) WHERE name = {column}");
        using StoreReader store = StoreReader.Open(_stored.Folder);
        SourcesQuestion question = new() { Range = StoreOfSources.Whole, IsAscending = true, Limit = 100_000, TrendParts = 0 };

        Assert.Contains("longer than it says", Assert.Throws<StoreException>(() => new SourcesQuery(store, [10]).Ask(question)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Interrupt_BetweenStatements_EndsTheQuestionAndNoOther()
    {
        using StoreReader store = StoreReader.Open(_stored.Folder);
        SourcesQuery query = new(store, new TrafficOptions().Bands);
        List<string> statements = [];
        SQLitePCL.raw.sqlite3_trace(store.Connection.Handle, (_, statement) => statements.Add(statement), null);

        Assert.Contains("took too long", Assert.Throws<StoreException>(() => store.Ask(_ =>
        {
            store.Interrupt();
            return query.Ask(Everybody);
        })).Message, StringComparison.Ordinal);

        Assert.Equal(0, statements.Count(static statement => statement.Contains(OfColumns, StringComparison.Ordinal)));
        Assert.Equal(700, query.Ask(Everybody).Rows.Count);
        store.Interrupt();
        Assert.Equal(700, query.Ask(Everybody).Rows.Count);
    }

    private static List<string> Comparable(RankedSources sources) => [.. sources.Rows.Select(static row => $"{row with { Trend = [] }} {string.Join(' ', row.Trend ?? [])}")];

    private static void AtStatement(StoreReader store, int number, Action change)
    {
        int seen = 0;
        SQLitePCL.raw.sqlite3_trace(
            store.Connection.Handle,
            (_, statement) =>
            {
                if (statement.Contains(OfColumns, StringComparison.Ordinal) && ++seen == number)
                {
                    change();
                }
            },
            null);
    }
}
