using FlowSensor.Engine.Configuration;

namespace FlowSensor.Engine.Output.Spool;

/// <summary>The folder of a spool: taken by one process at a time, with an identity that tells it from one made anew in the same place.</summary>
internal sealed class SpoolFolder : IDisposable
{
    private const string LockName = "lock";
    private const string IdentityName = "identity";
    private const string PositionName = "position";

    private readonly FileStream _lock;

    private SpoolFolder(string path, FileStream taken, Guid identity, SpoolPosition position)
    {
        Path = path;
        _lock = taken;
        Identity = identity;
        Position = position;
    }

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>Made once with the folder.</summary>
    public Guid Identity { get; }

    /// <summary>What is delivered.</summary>
    public SpoolPosition Position { get; }

    /// <summary>Takes a folder and makes what is missing.</summary>
    /// <exception cref="SpoolException">It cannot be used, or another process has it.</exception>
    public static SpoolFolder Take(string path)
    {
        FileStream? taken = null;
        SpoolPosition? position = null;
        try
        {
            Directory.CreateDirectory(path);
            taken = TakeLock(path);
            position = SpoolPosition.Open(System.IO.Path.Combine(path, PositionName));

            // Without a position numbers begin anew, so they need another identity to stay unique.
            Guid identity = ReadIdentity(path, isNew: position.IsNew);
            if (position.IsNew)
            {
                position.Write(0);
            }

            return new SpoolFolder(path, taken, identity, position);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            position?.Dispose();
            taken?.Dispose();
            throw Unusable(path, failure);
        }
    }

    /// <summary>The exception for a folder that cannot be used.</summary>
    public static SpoolException Unusable(string path, Exception failure) =>
        new($"The spool folder '{path}' cannot be used: {FileTrouble.Describe(failure)}; choose another with outputs.spool.path.", failure);

    /// <inheritdoc/>
    public void Dispose()
    {
        Position.Dispose();
        _lock.Dispose();
    }

    private static FileStream TakeLock(string path)
    {
        try
        {
            return new FileStream(System.IO.Path.Combine(path, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException failure) when (FileTrouble.IsTaken(failure))
        {
            throw new SpoolException($"The spool folder '{path}' is in use by another sensor; stop that one, or choose another folder with outputs.spool.path.", failure);
        }
    }

    private static Guid ReadIdentity(string path, bool isNew)
    {
        string file = System.IO.Path.Combine(path, IdentityName);
        if (!isNew && File.Exists(file) && Guid.TryParse(File.ReadAllText(file), out Guid identity))
        {
            return identity;
        }

        // Written aside and moved, so that it is there whole or not at all.
        identity = Guid.NewGuid();
        File.WriteAllText(file + ".new", identity.ToString());
        File.Move(file + ".new", file, overwrite: true);
        return identity;
    }
}
