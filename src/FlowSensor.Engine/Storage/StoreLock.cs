using FlowSensor.Engine.Configuration;

namespace FlowSensor.Engine.Storage;

/// <summary>
/// The file that keeps other sensors from a store. It lies beside the database and stays there, so it also tells whether the store's disk is
/// there: an empty mount point has none, and what was written into that would be hidden when the disk comes back.
/// </summary>
internal sealed class StoreLock : IDisposable
{
    private const string FileName = "flowsensor.lock";

    private readonly string _folder;
    private FileStream? _file;

    private StoreLock(string folder)
    {
        _folder = folder;
    }

    /// <summary>Whether it is there, taken or not.</summary>
    public bool IsThere => File.Exists(In(_folder));

    /// <summary>What is said of a store without it.</summary>
    public string Gone => $"The store in '{_folder}' is not there any more; bring its disk back, or stop and start again to begin another.";

    /// <summary>Its path in a folder.</summary>
    public static string In(string folder) => Path.Combine(folder, FileName);

    /// <summary>Takes a store, whose folder and file are made where they are missing.</summary>
    /// <exception cref="StoreException">The folder cannot be made or written, or another sensor has it.</exception>
    public static StoreLock Take(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"The store folder '{folder}' cannot be made: {FileTrouble.Describe(failure)}; choose another with store.path or --store.", failure);
        }

        StoreLock taken = new(folder);
        taken.Open(FileMode.OpenOrCreate);
        return taken;
    }

    /// <summary>Takes it again after a failure: the disk may have been away, and another may be mounted in its place. Nothing is made.</summary>
    /// <exception cref="StoreException">It is not there, or cannot be taken.</exception>
    public void TakeAgain()
    {
        Dispose();
        Open(FileMode.Open);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _file?.Dispose();
        _file = null;
    }

    private void Open(FileMode mode)
    {
        try
        {
            _file = new FileStream(In(_folder), mode, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new StoreException(Gone, failure);
        }
        catch (IOException failure) when (FileTrouble.IsTaken(failure))
        {
            throw new StoreException($"The store in '{_folder}' is in use by another sensor; stop that one, or choose another folder with store.path or --store.", failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"The store folder '{_folder}' cannot be written: {FileTrouble.Describe(failure)}; choose another with store.path or --store.", failure);
        }
    }
}
