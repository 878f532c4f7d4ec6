using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using FlowSensor.Engine.Collection;
using FlowSensor.Engine.Configuration;

namespace FlowSensor.Engine.Storage.Backup;

/// <summary>Makes a store of a backup. Nothing is there until every file of it has its digest and the database is sound.</summary>
public static class StoreRestore
{
    // Of a list of files with a line each; a store has a handful and one for each router.
    private const int MostDigestOctets = 4 << 20;

    /// <summary>Makes the store.</summary>
    /// <param name="file">The backup.</param>
    /// <param name="folder">Where the store is to be; must not hold one.</param>
    /// <returns>Files of the store.</returns>
    /// <exception cref="StoreException">The backup is not whole, or the folder cannot be used.</exception>
    public static int Read(string file, string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(file);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        string target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        if (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any())
        {
            throw new StoreException($"The folder '{folder}' is not empty; move it away first, so that nothing is overwritten.");
        }

        string staging = target + ".restoring";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            OwnFiles.MakeFolder(staging);
            int files = Unpack(file, staging);
            CheckDatabase(file, staging);

            // A store has one: a sensor that waits for this store to be there again knows it by that.
            File.Create(StoreLock.In(staging)).Dispose();
            if (Directory.Exists(target))
            {
                Directory.Delete(target);
            }

            Directory.Move(staging, target);
            return files;
        }
        catch (Exception failure) when (failure is InvalidDataException or EndOfStreamException or OverflowException or FormatException or ArgumentException
            or InvalidOperationException or NotSupportedException)
        {
            // All but the first two are how the reader of tar takes sizes, times and kinds of entries that cannot be.
            throw Damaged(file, "it is no gzipped tar, or cut short", failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"The backup '{file}' cannot be brought back to '{folder}': {FileTrouble.Describe(failure)}.", failure);
        }
        finally
        {
            if (Directory.Exists(staging))
            {
                Directory.Delete(staging, recursive: true);
            }
        }
    }

    private static int Unpack(string file, string staging)
    {
        using FileStream input = File.OpenRead(file);
        using GZipStream unpacked = new(input, CompressionMode.Decompress);
        using TarReader reader = new(unpacked);
        Dictionary<string, string> digests = ReadDigests(file, reader.GetNextEntry());
        int files = 0;
        while (reader.GetNextEntry() is TarEntry entry)
        {
            // A backup may have been in strange hands: only files that a store has, each as it was listed.
            if (entry.EntryType != TarEntryType.RegularFile || !IsOfStore(entry.Name) || !digests.Remove(entry.Name, out string? digest))
            {
                throw Damaged(file, "it holds what no store has");
            }

            string path = Path.Combine(staging, entry.Name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using FileStream output = new(path, FileMode.CreateNew, FileAccess.ReadWrite);
            entry.DataStream?.CopyTo(output);
            output.Position = 0;
            if (Convert.ToHexStringLower(SHA256.HashData(output)) != digest)
            {
                throw Damaged(file, $"{entry.Name} is not what was written");
            }

            files++;
        }

        return digests.Count == 0 ? files : throw Damaged(file, $"{digests.Keys.First()} is missing");
    }

    private static Dictionary<string, string> ReadDigests(string file, TarEntry? entry)
    {
        if (entry is not { Name: StoreBackup.DigestsName, DataStream: Stream data, Length: <= MostDigestOctets })
        {
            throw Damaged(file, "it does not begin with a list of digests");
        }

        using StreamReader lines = new(data);
        Dictionary<string, string> digests = [];
        while (lines.ReadLine() is string line)
        {
            if (line.Split("  ", 2) is not [string digest, string name] || !digests.TryAdd(name, digest))
            {
                throw Damaged(file, "its list of digests cannot be read");
            }
        }

        return digests;
    }

    private static bool IsOfStore(string name) =>
        name is StoreConnection.FileName or TemplateJournal.FileName
        || (name.Split('/') is [StoreBackup.RoutesFolder, string table] && table.Length > 0 && table is not ("." or "..") && !table.Any(char.IsControl));

    private static void CheckDatabase(string file, string staging)
    {
        if (!StoreReader.Exists(staging))
        {
            throw Damaged(file, "it has no database");
        }

        if (!StoreConnection.IsSound(staging))
        {
            throw Damaged(file, "its database is not sound");
        }
    }

    private static StoreException Damaged(string file, string why, Exception? cause = null) =>
        new($"The backup '{file}' cannot be used: {why}; take another one.", cause);
}
