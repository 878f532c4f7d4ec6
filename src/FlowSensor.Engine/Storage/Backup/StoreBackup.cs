using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using FlowSensor.Engine.Collection;
using FlowSensor.Engine.Configuration;
using Microsoft.Data.Sqlite;

namespace FlowSensor.Engine.Storage.Backup;

/// <summary>
/// Writes a store into one file, beside a sensor that goes on writing: the database as it was at one moment, and with it the templates and the routers'
/// tables. What waits in spools belongs to outputs and stays. The file is a gzipped tar whose first entry lists the digests of the others.
/// </summary>
public static class StoreBackup
{
    /// <summary>Name of the entry with the digests, <c>SHA-256  name</c> a line, as <c>sha256sum -c</c> reads it.</summary>
    internal const string DigestsName = "SHA256SUMS";

    /// <summary>Folder of the routers' tables in the store and in the backup.</summary>
    internal const string RoutesFolder = "routes";

    /// <summary>Writes a backup.</summary>
    /// <param name="folder">The store.</param>
    /// <param name="file">The backup; replaced only when the new one is complete.</param>
    /// <returns>Octets of the backup.</returns>
    /// <exception cref="StoreException">The store cannot be read, or the backup not written.</exception>
    public static long Write(string folder, string file)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentException.ThrowIfNullOrEmpty(file);
        string whole = Path.GetFullPath(file);
        string staging = whole + ".staging";
        string partial = whole + ".partial";
        if (!Directory.Exists(Path.GetDirectoryName(whole)))
        {
            throw new StoreException($"The backup '{file}' cannot be written: there is no such folder; make it, or choose another place.");
        }

        try
        {
            // Nobody else may look into it while it is written.
            OwnFiles.MakeFolder(staging);
            IReadOnlyList<string> names = [CopyDatabase(folder, staging), .. CopySmallFiles(folder, staging)];
            using (FileStream output = OwnFiles.Create(partial))
            {
                Pack(staging, names, output);
                output.Flush(flushToDisk: true);
            }

            File.Move(partial, whole, overwrite: true);
            return new FileInfo(whole).Length;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"The backup '{file}' cannot be written: {FileTrouble.Describe(failure)}; choose another place.", failure);
        }
        finally
        {
            RemoveStaging(staging, partial);
        }
    }

    // VACUUM INTO reads in one transaction, so the copy is of one moment however much is written meanwhile.
    private static string CopyDatabase(string folder, string staging)
    {
        using SqliteConnection connection = StoreConnection.OpenToRead(folder);
        using SqliteCommand command = connection.CreateCommand();
        string copy = Path.Combine(staging, StoreConnection.FileName);
        File.Delete(copy);
        command.CommandText = "VACUUM INTO $copy";
        command.CommandTimeout = 0;
        command.Parameters.AddWithValue("$copy", copy);
        try
        {
            command.ExecuteNonQuery();
            return StoreConnection.FileName;
        }
        catch (SqliteException failure)
        {
            throw StoreConnection.Explain(failure, folder);
        }
    }

    // The journal of templates is only added to, and a torn last line is left out when it is read; tables of routers are replaced whole.
    private static List<string> CopySmallFiles(string folder, string staging)
    {
        List<string> names = [];
        string routes = Path.Combine(folder, RoutesFolder);
        IEnumerable<string> tables = Directory.Exists(routes) ? Directory.GetFiles(routes).Order(StringComparer.Ordinal) : [];
        foreach (string path in tables.Prepend(Path.Combine(folder, TemplateJournal.FileName)).Where(File.Exists))
        {
            string name = Path.GetRelativePath(folder, path);
            string copy = Path.Combine(staging, name);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(path, copy, overwrite: true);
            names.Add(name);
        }

        return names;
    }

    private static void Pack(string staging, IReadOnlyList<string> names, Stream output)
    {
        using GZipStream packed = new(output, CompressionLevel.Fastest, leaveOpen: true);
        using TarWriter writer = new(packed, TarEntryFormat.Pax);
        string digests = string.Concat(names.Select(name => $"{DigestOf(Path.Combine(staging, name))}  {name}\n"));
        using MemoryStream text = new(Encoding.UTF8.GetBytes(digests));
        writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, DigestsName) { DataStream = text, Mode = OwnFiles.Mode });
        foreach (string name in names)
        {
            using FileStream content = File.OpenRead(Path.Combine(staging, name));
            writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = content, Mode = OwnFiles.Mode });
        }
    }

    private static string DigestOf(string path)
    {
        using FileStream content = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(content));
    }

    private static void RemoveStaging(string staging, string partial)
    {
        if (Directory.Exists(staging))
        {
            Directory.Delete(staging, recursive: true);
        }

        File.Delete(partial);
    }
}
