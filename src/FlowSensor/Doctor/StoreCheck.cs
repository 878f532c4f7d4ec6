using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Storage;

namespace FlowSensor.Doctor;

/// <summary>The folder of the store: whether it can be written, and for how long there is room.</summary>
internal static class StoreCheck
{
    private const long LittleRoom = 1L << 30;

    /// <summary>Looks at it.</summary>
    /// <param name="store">The store.</param>
    /// <param name="isRunning">True while a sensor answers on this machine.</param>
    public static IEnumerable<Finding> Examine(StoreOptions store, bool isRunning)
    {
        string part = $"store {store.Path}";
        string nearest = Path.GetFullPath(store.Path);
        while (!Directory.Exists(nearest) && Path.GetDirectoryName(nearest) is string above)
        {
            nearest = above;
        }

        bool isThere = StoreReader.Exists(store.Path);
        bool isLocked = SensorStore.IsIn(store.Path);
        if (isRunning && !(isThere && isLocked))
        {
            yield return OfWhatIsMissing(store, part, nearest, isThere, isLocked);
            yield break;
        }

        if (!MayWrite(nearest))
        {
            yield return Finding.Fault(part, $"this user may not write in {nearest}", "give the folder to the sensor's user, or set store.path");
        }

        DriveInfo? drive = DriveOf(nearest);
        if (drive is { AvailableFreeSpace: < LittleRoom })
        {
            yield return Finding.Fault(part, $"only {drive.AvailableFreeSpace >> 20:N0} MiB are free on {drive.Name}", "make room, set store.path to another disk, or shorten store.retention before it is full");
        }
        else if (!isThere)
        {
            yield return Finding.Hint(part, "there is no store yet", "it is made when the sensor runs for the first time");
        }
        else
        {
            yield return Finding.Good(part, $"holds {SizeOf(store.Path)}{(drive is null ? "" : $", {drive.AvailableFreeSpace >> 30:N0} GiB are free")}");
        }
    }

    // A sensor that runs has made both the database and its lock.
    private static Finding OfWhatIsMissing(StoreOptions store, string part, string nearest, bool isThere, bool isLocked)
    {
        if (isThere)
        {
            return Finding.Fault(part, "its flowsensor.lock is not there, while a sensor runs: it is another store, or the file was deleted", "bring the store's disk back; where the file was deleted, start the sensor again");
        }

        if (isLocked)
        {
            return Finding.Fault(part, "its flowsensor.db is not there, while a sensor runs: what the sensor writes now may be lost", "stop the sensor, put the file back (one from a backup only without the flowsensor.db-wal and -shm that lie there) or leave it away to begin another, and start the sensor");
        }

        // By a path that is not whole, or below a folder that this user may not list, the sensor may well see it.
        return Path.IsPathRooted(store.Path) && MayList(nearest)
            ? Finding.Fault(part, "it is not there, while a sensor runs", "bring its disk back; where store.path was changed, reload the sensor; to begin another store, start it again")
            : Finding.Hint(part, "it cannot be seen from here, while a sensor runs", "run doctor as the sensor's user, in the sensor's folder");
    }

    // Files of a sensor at work come and go.
    private static string SizeOf(string folder)
    {
        try
        {
            return $"{new DirectoryInfo(folder).EnumerateFiles().Sum(static file => file.Length) >> 20:N0} MiB";
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return "a database";
        }
    }

    private static bool MayList(string folder)
    {
        try
        {
            _ = Directory.EnumerateFileSystemEntries(folder).Any();
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static bool MayWrite(string folder)
    {
        string probe = Path.Combine(folder, $".flowsensor-{Guid.NewGuid():N}");
        try
        {
            using FileStream file = new(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static DriveInfo? DriveOf(string folder)
    {
        try
        {
            return new DriveInfo(folder);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
