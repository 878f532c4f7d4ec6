using System.Globalization;
using System.Reflection;
using Microsoft.Data.Sqlite;

namespace FlowSensor.Engine.Storage;

/// <summary>Brings a database to the schema of this version. The number of the last step done is SQLite's <c>user_version</c>.</summary>
internal static class SchemaMigrations
{
    private static readonly List<MigrationScript> Scripts = ReadScripts();

    /// <summary>Numbers of all steps, in their order.</summary>
    public static IEnumerable<int> Numbers => Scripts.Select(static script => script.Number);

    /// <summary>Number of the newest step.</summary>
    public static int Newest => Scripts[^1].Number;

    /// <summary>Runs the steps that are missing, each in a transaction.</summary>
    public static void Apply(SqliteConnection connection) => Apply(connection, Newest);

    /// <summary>Runs the steps that are missing up to one, so that a database is as that version left it.</summary>
    internal static void Apply(SqliteConnection connection, int last)
    {
        int done = Done(connection);
        foreach (MigrationScript script in Scripts.Where(script => script.Number > done && script.Number <= last))
        {
            using SqliteTransaction transaction = connection.BeginTransaction();
            Run(connection, transaction, script.Sql);
            Run(connection, transaction, string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {script.Number}"));
            transaction.Commit();
        }
    }

    /// <summary>Number of the last step that was done; 0 for an empty database.</summary>
    public static int Done(SqliteConnection connection)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "PRAGMA user_version";
        return Convert.ToInt32(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private static void Run(SqliteConnection connection, SqliteTransaction transaction, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.Transaction = transaction;

#pragma warning disable CA2100 // The text is a resource of this assembly.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private static List<MigrationScript> ReadScripts()
    {
        Assembly assembly = typeof(SchemaMigrations).Assembly;
        const string Folder = ".Storage.Migrations.";
        List<MigrationScript> scripts = [];
        foreach (string resource in assembly.GetManifestResourceNames())
        {
            int at = resource.IndexOf(Folder, StringComparison.Ordinal);
            if (at < 0)
            {
                continue;
            }

            string name = resource[(at + Folder.Length)..];
            using StreamReader reader = new(assembly.GetManifestResourceStream(resource)!);
            scripts.Add(new MigrationScript(int.Parse(name[..4], CultureInfo.InvariantCulture), name, reader.ReadToEnd()));
        }

        scripts.Sort(static (left, right) => left.Number.CompareTo(right.Number));
        return scripts;
    }
}
