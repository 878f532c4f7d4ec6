using Microsoft.Data.Sqlite;

namespace FlowSensor.Engine.Storage;

/// <summary>A store opened for questions; a sensor may write to it at the same time.</summary>
public sealed class StoreReader : IDisposable
{
    private static readonly string[] FileEnds = ["", "-wal"];

    // Stays at its first row while a question is asked. As long as a statement reads, SQLite shows all of them the store as it was at its first step, and does not forget an
    // interruption that comes between two short ones.
    private const string Unfinished = "SELECT 1 FROM sqlite_schema WHERE rowid > 0";

    private readonly string _folder;
    private readonly object _asking = new();
    private bool _isAsking;

    private StoreReader(string folder, SqliteConnection connection)
    {
        _folder = folder;
        Connection = connection;
    }

    /// <summary>The read-only connection, for the query classes of this folder.</summary>
    internal SqliteConnection Connection { get; }

    /// <summary>The folder of the store.</summary>
    public string Folder => _folder;

    /// <summary>True when a folder has a store.</summary>
    public static bool Exists(string folder) => File.Exists(Path.Combine(folder, StoreConnection.FileName));

    /// <summary>Opens the store of a folder.</summary>
    /// <exception cref="StoreException">There is none, or it cannot be used.</exception>
    public static StoreReader Open(string folder) => new(folder, StoreConnection.OpenToRead(folder));

    /// <summary>
    /// Runs a question and puts a failure of the database into one sentence. All its statements see the store as it was at the first of them, whatever the sensor writes and
    /// deletes in the meantime. A question within a question is part of it.
    /// </summary>
    /// <exception cref="StoreException">The database failed.</exception>
    internal T Ask<T>(Func<SqliteConnection, T> question)
    {
        lock (_asking)
        {
            bool isPart = _isAsking;
            _isAsking = true;
            try
            {
                return isPart ? question(Connection) : AskWhole(question);
            }
            catch (SqliteException failure)
            {
                throw StoreConnection.Explain(failure, _folder);
            }
            finally
            {
                _isAsking = isPart;
            }
        }
    }

    /// <summary>Ends the question that another thread is asking with a <see cref="StoreException"/>; does nothing when none is.</summary>
    public void Interrupt()
    {
        if (Connection.Handle is { IsClosed: false } handle)
        {
            SQLitePCL.raw.sqlite3_interrupt(handle);
        }
    }

    /// <summary>Octets of the database and its log on disk.</summary>
    internal long SizeOnDisk() => FileEnds
        .Select(end => new FileInfo(Path.Combine(_folder, StoreConnection.FileName + end))).Where(static file => file.Exists).Sum(static file => file.Length);

    /// <inheritdoc/>
    public void Dispose() => Connection.Dispose();

    private T AskWhole<T>(Func<SqliteConnection, T> question)
    {
        using SqliteCommand command = Connection.Command(Unfinished);
        using SqliteDataReader unfinished = command.ExecuteReader();
        return question(Connection);
    }
}
