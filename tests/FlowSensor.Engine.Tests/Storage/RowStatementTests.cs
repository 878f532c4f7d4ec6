using FlowSensor.Engine.Storage;
using FlowSensor.Protocols.Addressing;
using Microsoft.Data.Sqlite;

namespace FlowSensor.Engine.Tests.Storage;

public sealed class RowStatementTests : IDisposable
{
    private readonly SqliteConnection _connection = new("Data Source=:memory:");

    public RowStatementTests()
    {
        SqliteLibrary.EnsureLoaded();
        _connection.Open();
        Execute("CREATE TABLE t (k PRIMARY KEY, n, r, x, b, a) WITHOUT ROWID");
    }

    public void Dispose() => _connection.Dispose();

    [Fact]
    public void Run_EveryKindOfValue_IsReadBack()
    {
        using InsertStatement insert = new(_connection, "t", "k", "n", "r", "x", "b", "a");

        insert.Run(1, ulong.MaxValue, 0.1, "\u53f0\u7063 '); DROP TABLE t; --", new byte[] { 0, 255 }, ColumnValue.Of(IpAddress.Parse("192.0.2.1")));
        insert.Run(2L, (long?)null, (double?)null, (string?)null, (byte[]?)null, ColumnValue.OfOrNull(default));
        insert.Run(true ? 3 : 0, false, -0.5, "", Array.Empty<byte>(), ColumnValue.Of(IpAddress.Parse("2001:db8::1")));

        Assert.Equal(
            ["1|9223372036854775807|0.1|\u53f0\u7063 '); DROP TABLE t; --|00FF|C0000201", "2|NULL|NULL|NULL|NULL|NULL", "3|0|-0.5|||20010DB8000000000000000000000001"],
            Rows("SELECT k || '|' || ifnull(n, 'NULL') || '|' || ifnull(r, 'NULL') || '|' || ifnull(x, 'NULL') || '|' || iif(b IS NULL, 'NULL', hex(b)) || '|' || iif(a IS NULL, 'NULL', hex(a)) FROM t ORDER BY k"));
    }

    [Fact]
    public void Run_RowThatIsThere_FailsAndTheStatementGoesOn()
    {
        using InsertStatement insert = new(_connection, "t", "k", "n");
        insert.Run(1, 10);

        SqliteException failure = Assert.Throws<SqliteException>(() => insert.Run(1, 20));
        insert.Run(2, 30);

        Assert.Equal(19, failure.SqliteErrorCode);
        Assert.Equal(["1=10", "2=30"], Rows("SELECT k || '=' || n FROM t ORDER BY k"));
    }

    [Fact]
    public void Run_RowThatIsThere_IsMergedByAnUpsert()
    {
        using UpsertStatement upsert = new(_connection, "t", ("k", ColumnMerge.Key), ("n", ColumnMerge.Sum), ("r", ColumnMerge.Max), ("x", ColumnMerge.Last));

        upsert.Run(1, 10, 5.5, "first");
        upsert.Run(1, 5, 2.5, (string?)null);

        Assert.Equal(["15 5.5 first"], Rows("SELECT n || ' ' || r || ' ' || x FROM t"));
    }

    private void Execute(string sql)
    {
        using SqliteCommand command = _connection.CreateCommand();
#pragma warning disable CA2100 // Constants of this class.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private List<string> Rows(string sql)
    {
        using SqliteCommand command = _connection.CreateCommand();
#pragma warning disable CA2100 // Constants of this class.
        command.CommandText = sql;
#pragma warning restore CA2100
        using SqliteDataReader reader = command.ExecuteReader();
        List<string> rows = [];
        while (reader.Read())
        {
            rows.Add(reader.GetString(0));
        }

        return rows;
    }
}
