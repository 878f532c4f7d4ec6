using FlowSensor.Engine.Storage;
using Microsoft.Data.Sqlite;

namespace FlowSensor.Engine.Abuse.Desk;

/// <summary>The store's database as the abuse desk writes it: what was handled, what is to be sent, what is followed. It may be open beside a running sensor.</summary>
public sealed class DeskDatabase : IDisposable
{
    private readonly string _folder;
    private readonly SqliteConnection _connection;
    private readonly Lock _gate = new();

    private DeskDatabase(string folder, SqliteConnection connection)
    {
        _folder = folder;
        _connection = connection;
    }

    /// <summary>Opens the store of a folder, making what is missing.</summary>
    /// <exception cref="StoreException">It cannot be used.</exception>
    public static DeskDatabase Open(string folder) => new(folder, StoreConnection.OpenToWrite(folder));

    /// <summary>Does a piece of work as a whole or not at all; no other program writes meanwhile.</summary>
    /// <exception cref="StoreException">The database failed; nothing was changed then.</exception>
    internal T Do<T>(Func<DeskTransaction, T> work)
    {
        lock (_gate)
        {
            try
            {
                using SqliteTransaction transaction = _connection.BeginTransaction();
                T result = work(new DeskTransaction(_connection));
                transaction.Commit();
                return result;
            }
            catch (SqliteException failure)
            {
                throw StoreConnection.Explain(failure, _folder);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();
}
