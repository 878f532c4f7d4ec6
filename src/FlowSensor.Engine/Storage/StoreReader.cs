using Microsoft.Data.Sqlite;

namespace FlowSensor.Engine.Storage;

/// <summary>A store opened for questions; a sensor may write to it at the same time.</summary>
public sealed class StoreReader : IDisposable
{
    private static readonly string[] FileEnds = ["", "-wal"];

    private readonly string _folder;

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

    /// <summary>Runs a question and puts a failure of the database into one sentence.</summary>
    /// <exception cref="StoreException">The database failed.</exception>
    internal T Ask<T>(Func<SqliteConnection, T> question)
    {
        try
        {
            return question(Connection);
        }
        catch (SqliteException failure)
        {
            throw StoreConnection.Explain(failure, _folder);
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
}
