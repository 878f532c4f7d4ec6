using FlowSensor.Engine.Configuration;
using Microsoft.Data.Sqlite;

namespace FlowSensor.Engine.Storage.Access;

/// <summary>
/// The part of a store that says who may come in and what they did, opened beside a sensor that writes. Connections are opened when they are
/// first needed; questions never wait for a change that waits for the sensor.
/// </summary>
public sealed class AccessStore : IDisposable
{
    private readonly string _folder;
    private readonly Lock _readLock = new();
    private readonly Lock _changeLock = new();
    private SqliteConnection? _reading;
    private SqliteConnection? _changing;
    private bool _isEnded;

    private AccessStore(string folder) => _folder = folder;

    /// <summary>Of the store of a folder, which is there when something is asked.</summary>
    public static AccessStore Of(string folder) => new(folder);

    /// <summary>Of the store of a folder, which is made where it is missing.</summary>
    /// <exception cref="StoreException">It cannot be made.</exception>
    public static AccessStore Make(string folder) => new(folder) { _changing = StoreConnection.OpenToWrite(folder) };

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_readLock)
        {
            _isEnded = true;
            _reading?.Dispose();
        }

        lock (_changeLock)
        {
            _changing?.Dispose();
        }
    }

    /// <summary>Asks something.</summary>
    /// <exception cref="StoreException">The database failed.</exception>
    internal T Ask<T>(Func<SqliteConnection, T> question)
    {
        lock (_readLock)
        {
            ObjectDisposedException.ThrowIf(_isEnded, this);
            return Try(() => question(_reading ??= StoreConnection.OpenToRead(_folder)));
        }
    }

    /// <summary>Changes something, in one transaction.</summary>
    /// <exception cref="StoreException">The database failed.</exception>
    internal T Change<T>(Func<SqliteConnection, T> change)
    {
        lock (_changeLock)
        {
            ObjectDisposedException.ThrowIf(_isEnded, this);
            return Try(() =>
            {
                _changing ??= StoreConnection.OpenToChange(_folder);
                using SqliteTransaction transaction = _changing.BeginTransaction();
                T result = change(_changing);
                transaction.Commit();
                return result;
            });
        }
    }

    /// <summary>Takes the right to read the database from all but owner and group: from now on passwords are in it.</summary>
    /// <exception cref="StoreException">The file is somebody else's.</exception>
    internal void HideFromOthers()
    {
        const UnixFileMode Others = UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
        foreach (string file in Directory.EnumerateFiles(_folder, StoreConnection.FileName + "*"))
        {
            try
            {
                if (!OperatingSystem.IsWindows() && File.GetUnixFileMode(file) is UnixFileMode mode && (mode & Others) != 0)
                {
                    File.SetUnixFileMode(file, mode & ~Others);
                }
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                throw new StoreException($"The rights of '{file}' cannot be changed: {FileTrouble.Describe(failure)}; run the command as the user that the sensor runs as.", failure);
            }
        }
    }

    private T Try<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (SqliteException failure)
        {
            throw StoreConnection.Explain(failure, _folder);
        }
    }
}
