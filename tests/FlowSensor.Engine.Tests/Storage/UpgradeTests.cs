using System.Globalization;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Storage;
using Microsoft.Data.Sqlite;

namespace FlowSensor.Engine.Tests.Storage;

/// <summary>A store that an earlier version left is brought up to date, with all that is in it.</summary>
public sealed class UpgradeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("flowsensor").FullName;

    public static TheoryData<int> EarlierVersions => [.. SchemaMigrations.Numbers.SkipLast(1)];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(EarlierVersions))]
    public void Store_OfAnEarlierVersion_KeepsItsRowsAndGetsTheNewLayout(int version)
    {
        string old = Path.Combine(_folder, "old");
        Directory.CreateDirectory(old);
        Dictionary<string, long> before;
        using (SqliteConnection connection = Connect(old))
        {
            SchemaMigrations.Apply(connection, version);
            Scalar(connection, $"PRAGMA application_id = {StoreConnection.ApplicationId}");
            foreach (string table in Tables(connection))
            {
                Fill(connection, table);
            }

            before = Tables(connection).ToDictionary(static table => table, table => Count(connection, table));
        }

        SensorStore.Open(new StoreOptions { Path = old }).Dispose();
        SensorStore.Open(new StoreOptions { Path = Path.Combine(_folder, "new") }).Dispose();

        Assert.NotEmpty(before);
        Assert.All(before, static table => Assert.Equal(1, table.Value));
        using SqliteConnection upgraded = Connect(old);
        using SqliteConnection fresh = Connect(Path.Combine(_folder, "new"));
        Assert.Equal(SchemaMigrations.Newest, SchemaMigrations.Done(upgraded));
        Assert.Equal("ok", Scalar(upgraded, "PRAGMA integrity_check"));
        Assert.All(before, table => Assert.Equal(1, Count(upgraded, table.Key)));
        Assert.Equal(Layout(fresh), Layout(upgraded));
    }

    [Theory]
    [InlineData(150, 0, 50)]
    [InlineData(150, 60, 60)]
    [InlineData(100, 0, 0)]
    public void Leaders_OfAnEarlierVersion_HaveTheirFirstMarked(int leaders, long bound, long first)
    {
        using (SqliteConnection connection = Connect(_folder))
        {
            SchemaMigrations.Apply(connection, 16);
            Scalar(connection, $"PRAGMA application_id = {StoreConnection.ApplicationId}");
            Scalar(connection, $"INSERT INTO leader_bounds VALUES (1, 1, {bound}, 0, 0, 0)");
            Scalar(connection, $"""
                WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {leaders})
                INSERT INTO leaders SELECT 1, 1, i, i, i, i, i FROM n
                """);
        }

        SensorStore.Open(new StoreOptions { Path = _folder }).Dispose();

        using SqliteConnection upgraded = Connect(_folder);
        Assert.Equal(first, Scalar(upgraded, "SELECT first_flows FROM leader_bounds"));
        Assert.Equal((long)leaders, Count(upgraded, "leaders"));
        Assert.Equal(leaders - first, Scalar(upgraded, "SELECT count(*) FROM leaders WHERE is_first AND flows > (SELECT first_flows FROM leader_bounds)"));
        Assert.Equal(leaders - first, Scalar(upgraded, "SELECT sum(is_first) FROM leaders"));
    }

    private static SqliteConnection Connect(string folder)
    {
        SqliteLibrary.EnsureLoaded();
        SqliteConnection connection = new($"Data Source={Path.Combine(folder, "flowsensor.db")};Pooling=False;Foreign Keys=False");
        connection.Open();
        return connection;
    }

    // A row of ones: every table of every version takes it.
    private static void Fill(SqliteConnection connection, string table)
    {
        List<(string Name, string Type)> columns = Columns(connection, table);
        using SqliteCommand insert = connection.CreateCommand();
        insert.CommandText = $"INSERT INTO \"{table}\" ({string.Join(", ", columns.Select(static column => $"\"{column.Name}\""))}) "
            + $"VALUES ({string.Join(", ", columns.Select(static column => column.Type switch { "BLOB" => "x'c0000201'", "TEXT" => "'1'", _ => "1" }))})";
        insert.ExecuteNonQuery();
    }

    private static List<string> Tables(SqliteConnection connection) =>
        Rows(connection, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name", static reader => reader.GetString(0));

    private static List<(string Name, string Type)> Columns(SqliteConnection connection, string table) =>
        Rows(connection, $"SELECT name, upper(type) FROM pragma_table_info('{table}')", static reader => (reader.GetString(0), reader.GetString(1)));

    // Of tables their columns, of indexes their text: a column that came later stands behind the others in both.
    private static List<string> Layout(SqliteConnection connection) =>
    [
        .. Tables(connection).Select(table => $"{table}: {string.Join(", ", Columns(connection, table))}"),
        .. Rows(connection, "SELECT sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY name", static reader => reader.GetString(0)),
    ];

    private static long Count(SqliteConnection connection, string table) =>
        Convert.ToInt64(Scalar(connection, $"SELECT count(*) FROM \"{table}\""), CultureInfo.InvariantCulture);

    private static object? Scalar(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    private static List<T> Rows<T>(SqliteConnection connection, string sql, Func<SqliteDataReader, T> read)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        using SqliteDataReader reader = command.ExecuteReader();
        List<T> rows = [];
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows;
    }
}
