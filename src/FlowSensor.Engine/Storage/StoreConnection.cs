using System.Globalization;
using FlowSensor.Engine.Configuration;
using Microsoft.Data.Sqlite;

namespace FlowSensor.Engine.Storage;

/// <summary>Opens the database of a store folder and puts SQLite's errors into one sentence.</summary>
internal static class StoreConnection
{
    /// <summary>Name of the database in the store's folder.</summary>
    public const string FileName = "flowsensor.db";

    // "fsen": marks the file as ours, so that another program's database is not taken for a store.
    internal const int ApplicationId = 0x6673_656E;
    private const int BusyMilliseconds = 5_000;

    private const int ErrorBusy = 5;
    private const int ErrorLocked = 6;
    private const int ErrorReadOnly = 8;
    private const int ErrorInterrupted = 9;
    private const int ErrorDisk = 10;
    private const int ErrorCorrupt = 11;
    private const int ErrorFull = 13;
    private const int ErrorCannotOpen = 14;
    private const int ErrorNotADatabase = 26;

    /// <summary>Opens for writing, making folder, file and schema where they are missing.</summary>
    /// <param name="folder">The store.</param>
    /// <param name="isDurable">True to wait at each transaction until it is on the disk, false where a loss of power may take the last ones.</param>
    public static SqliteConnection OpenToWrite(string folder, bool isDurable = true)
    {
        SqliteConnection? connection = null;
        try
        {
            Directory.CreateDirectory(folder);
            connection = Connect(folder, SqliteOpenMode.ReadWriteCreate);
            Execute(connection, "PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY;");
            Execute(connection, isDurable ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
            RefuseForeign(connection, folder);
            SchemaMigrations.Apply(connection);
            Execute(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA application_id = {ApplicationId}"));
            return connection;
        }
        catch (SqliteException failure)
        {
            connection?.Dispose();
            throw Explain(failure, folder);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"The store folder '{folder}' cannot be made: {FileTrouble.Describe(failure)}; choose another with store.path or --store.", failure);
        }
    }

    /// <summary>Opens for questions, beside a sensor that writes.</summary>
    public static SqliteConnection OpenToRead(string folder) => OpenPresent(folder, SqliteOpenMode.ReadOnly);

    /// <summary>Opens a store that is there for small changes, beside a sensor that writes.</summary>
    public static SqliteConnection OpenToChange(string folder) => OpenPresent(folder, SqliteOpenMode.ReadWrite);

    /// <summary>Whether the pages of a store's database, of this version or an older one, are as they should be.</summary>
    /// <exception cref="StoreException">It is no store, or a newer version's.</exception>
    public static bool IsSound(string folder)
    {
        try
        {
            using SqliteConnection connection = Connect(folder, SqliteOpenMode.ReadOnly);
            RefuseForeign(connection, folder);
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = "PRAGMA quick_check(1)";
            command.CommandTimeout = 0;
            return command.ExecuteScalar() is "ok";
        }
        catch (SqliteException failure)
        {
            throw Explain(failure, folder);
        }
    }

    private static SqliteConnection OpenPresent(string folder, SqliteOpenMode mode)
    {
        if (!File.Exists(Path.Combine(folder, FileName)))
        {
            throw new StoreException($"There is no store in '{folder}'; name its folder with --store, or fill it with 'flowsensor run' or 'flowsensor replay FILE --store {folder}'.");
        }

        SqliteConnection? connection = null;
        try
        {
            connection = Connect(folder, mode);
            RefuseForeign(connection, folder);
            if (SchemaMigrations.Done(connection) < SchemaMigrations.Newest)
            {
                throw new StoreException($"The store in '{folder}' has an older layout; start 'flowsensor run' on it once to bring it up to date.");
            }

            return connection;
        }
        catch (SqliteException failure)
        {
            connection?.Dispose();
            throw Explain(failure, folder);
        }
        catch (StoreException)
        {
            connection?.Dispose();
            throw;
        }
    }

    /// <summary>Whether a failure may pass by itself: the disk is full or fails, the file is locked, or may not be written or opened.</summary>
    public static bool IsOfTheDisk(StoreException failure) =>
        failure.InnerException is IOException or UnauthorizedAccessException
        || failure.InnerException is SqliteException { SqliteErrorCode: ErrorBusy or ErrorLocked or ErrorReadOnly or ErrorDisk or ErrorFull or ErrorCannotOpen };

    /// <summary>The sentence for an error of SQLite.</summary>
    public static StoreException Explain(SqliteException failure, string folder)
    {
        string file = Path.Combine(folder, FileName);
        string sentence = failure.SqliteErrorCode switch
        {
            ErrorBusy or ErrorLocked => $"The store '{file}' is locked by another program; stop that program or try again.",
            ErrorInterrupted => "The question took too long and was ended; ask about a shorter time or fewer sources.",
            ErrorCorrupt or ErrorNotADatabase => $"The store '{file}' is damaged or is no database; move it away, or bring it back from a backup.",
            ErrorReadOnly => $"The store '{file}' cannot be written; check the rights of the file and its folder.",
            ErrorFull => $"The disk of the store '{file}' is full; free some space.",
            ErrorCannotOpen => $"The store '{file}' cannot be opened; check that it is a file and that you may read it and its folder.",
            _ => $"The store '{file}' failed: {failure.Message.TrimEnd('.')}.",
        };
        return new StoreException(sentence, failure);
    }

    private static void RefuseForeign(SqliteConnection connection, string folder)
    {
        long application = Number(connection, "PRAGMA application_id");
        long done = SchemaMigrations.Done(connection);
        if (application != ApplicationId && (application != 0 || done != 0 || Number(connection, "SELECT count(*) FROM sqlite_master") != 0))
        {
            throw new StoreException($"The database '{Path.Combine(folder, FileName)}' belongs to another program; choose another folder with --store.");
        }

        if (done > SchemaMigrations.Newest)
        {
            throw new StoreException($"The store in '{folder}' was written by a newer version of flowsensor; use that version.");
        }
    }

    private static SqliteConnection Connect(string folder, SqliteOpenMode mode)
    {
        SqliteLibrary.EnsureLoaded();
        SqliteConnection connection = new(new SqliteConnectionStringBuilder
        {
            DataSource = Path.Combine(folder, FileName),
            Mode = mode,
            Pooling = false,
            DefaultTimeout = BusyMilliseconds / 1000,
        }.ToString());
        connection.Open();
        return connection;
    }

    private static long Number(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Only constants of this class.
        command.CommandText = sql;
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
