using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using FlowSensor.Engine.Collection;
using FlowSensor.Engine.Storage;
using FlowSensor.Engine.Storage.Backup;
using FlowSensor.Fuzz.Seeds;
using Microsoft.Data.Sqlite;

namespace FlowSensor.Fuzz.Targets;

/// <summary>
/// Backups that come back from somewhere: a tar, packed here, so that changes are not stopped by the checksum of gzip. Repair makes checksums of
/// entries and digests right again, so that the database behind them is reached too.
/// </summary>
internal sealed class BackupTarget : FuzzTarget
{
    private const int Block = 512;
    private const int SizeAt = 124;
    private const int SizeLength = 12;
    private const int ChecksumAt = 148;
    private const int ChecksumLength = 8;
    private const int TypeAt = 156;
    private const int DigestLength = 64;

    private string? _folder;

    /// <inheritdoc/>
    public override string Name => "backup";

    /// <inheritdoc/>
    public override string Description => "StoreRestore, a tar";

    /// <inheritdoc/>
    public override int LongestInput => 16_384;

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Tokens { get; } =
    [
        .. new[] { StoreBackup.DigestsName, StoreConnection.FileName, TemplateJournal.FileName, StoreBackup.RoutesFolder + "/a.csv", StoreBackup.RoutesFolder + "/../../a", "../a", "/tmp/a", "18 path=routes/a\0b\n", "30 mtime=1e30\n", "21 size=99999999999\n", "77777777777\0" }
            .Select(Encoding.ASCII.GetBytes),
        [(byte)'0'], [(byte)'1'], [(byte)'2'], [(byte)'5'], [(byte)'x'], [(byte)'g'], [(byte)'L'], [(byte)'S'],
    ];

    /// <inheritdoc/>
    // The streams' buffers, and a tar entry with its attributes for every block.
    public override long MostAllocated(int length) => 600_000 + (100L * length);

    /// <inheritdoc/>
    public override IEnumerable<byte[]> Seeds(SeedFiles files)
    {
        byte[] journal = "{\"exporter\":\"192.0.2.1\",\"version\":9,\"domain\":0,\"withdrawn\":300}\n"u8.ToArray();
        (string, byte[])[] content = [(StoreConnection.FileName, Database()), (TemplateJournal.FileName, journal), (StoreBackup.RoutesFolder + "/a.csv", "# read\t1\ta\tb\n"u8.ToArray())];
        foreach (TarEntryFormat format in new[] { TarEntryFormat.Pax, TarEntryFormat.Ustar, TarEntryFormat.Gnu, TarEntryFormat.V7 })
        {
            yield return Pack(format, content);
            yield return Pack(format, [content[0]]);
        }
    }

    /// <inheritdoc/>
    public override void Repair(Span<byte> input)
    {
        int digests = 0;
        int digestsEnd = 0;
        for (int at = 0; at + Block <= input.Length;)
        {
            Span<byte> header = input.Slice(at, Block);
            long size = Octal(header.Slice(SizeAt, SizeLength));
            int content = at + Block;
            int end = (int)Math.Min(input.Length, content + Math.Min(size, int.MaxValue / 2));
            if (header[TypeAt] is (byte)'0' or 0)
            {
                if (digestsEnd == 0)
                {
                    (digests, digestsEnd) = (content, end);
                }
                else
                {
                    int length = header.IndexOf((byte)0);
                    Sign(input[digests..digestsEnd], header[..Math.Clamp(length, 0, 100)], SHA256.HashData(input[content..end]));
                }
            }

            Checksum(header);
            at = content + ((end - content + Block - 1) / Block * Block);
        }
    }

    /// <inheritdoc/>
    public override void Run(ReadOnlySpan<byte> input, ref Observation seen)
    {
        if (ClaimsMuch(input))
        {
            seen.Status(2);
            return;
        }

        _folder ??= ScratchFolder.For(Name);
        string file = Path.Combine(_folder, "backup");
        string store = Path.Combine(_folder, "store");
        if (Directory.Exists(store))
        {
            Directory.Delete(store, recursive: true);
        }

        using (GZipStream packed = new(File.Create(file), CompressionLevel.NoCompression))
        {
            packed.Write(input);
        }

        bool isRestored = false;
        try
        {
            seen.Count(StoreRestore.Read(file, store));
            isRestored = true;
        }
        catch (StoreException refused)
        {
            seen.Add(refused.Message);
        }

        seen.Status(isRestored ? 1 : 0);
        string[] there = Directory.GetFileSystemEntries(_folder);
        if (there.Length != (isRestored ? 2 : 1))
        {
            throw new PropertyException($"beside the backup there is {string.Join(", ", there)}");
        }
    }

    private static byte[] Pack(TarEntryFormat format, (string Name, byte[] Content)[] files)
    {
        using MemoryStream tar = new();
        using (TarWriter writer = new(tar, format))
        {
            string digests = string.Concat(files.Select(static file => $"{Convert.ToHexStringLower(SHA256.HashData(file.Content))}  {file.Name}\n"));
            foreach ((string name, byte[] content) in files.Prepend((StoreBackup.DigestsName, Encoding.UTF8.GetBytes(digests))))
            {
                using MemoryStream data = new(content);
                TarEntry entry = format switch
                {
                    TarEntryFormat.Pax => new PaxTarEntry(TarEntryType.RegularFile, name),
                    TarEntryFormat.Ustar => new UstarTarEntry(TarEntryType.RegularFile, name),
                    TarEntryFormat.Gnu => new GnuTarEntry(TarEntryType.RegularFile, name),
                    _ => new V7TarEntry(TarEntryType.V7RegularFile, name),
                };
                entry.DataStream = data;
                entry.ModificationTime = DateTimeOffset.UnixEpoch;
                writer.WriteEntry(entry);
            }
        }

        return tar.ToArray();
    }

    // As small as a database can be: what a store's tables hold is not looked at when it is brought back.
    private static byte[] Database()
    {
        SqliteLibrary.EnsureLoaded();
        string path = Path.Combine(ScratchFolder.For("backup-seed"), "seed.db");
        File.Delete(path);
        using (SqliteConnection connection = new($"Data Source={path};Pooling=False"))
        {
            connection.Open();
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = $"PRAGMA page_size = 512; PRAGMA application_id = {StoreConnection.ApplicationId}; CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL); INSERT INTO meta VALUES ('a', 'b')";
            command.ExecuteNonQuery();
        }

        return File.ReadAllBytes(path);
    }

    // The reader of tar takes memory for as much as an extended header says it has, up to 2 GB. Only who restores such a file is hit.
    private static bool ClaimsMuch(ReadOnlySpan<byte> input)
    {
        for (int at = 0; at + Block <= input.Length; at += Block)
        {
            if (input[at + TypeAt] is (byte)'x' or (byte)'g' or (byte)'L' or (byte)'K' && (Octal(input.Slice(at + SizeAt, SizeLength)) > input.Length || input[at + SizeAt] >= 0x80))
            {
                return true;
            }
        }

        return false;
    }

    private static void Sign(Span<byte> digests, ReadOnlySpan<byte> name, ReadOnlySpan<byte> digest)
    {
        int at = name.IsEmpty ? -1 : ((ReadOnlySpan<byte>)digests).IndexOf(name);
        if (at >= DigestLength + 2)
        {
            Encoding.ASCII.GetBytes(Convert.ToHexStringLower(digest), digests[(at - DigestLength - 2)..]);
        }
    }

    private static void Checksum(Span<byte> header)
    {
        if (header.ContainsAnyExcept((byte)0))
        {
            Span<byte> field = header.Slice(ChecksumAt, ChecksumLength);
            field.Fill((byte)' ');
            int sum = 0;
            foreach (byte octet in header)
            {
                sum += octet;
            }

            for (int i = 5; i >= 0; i--)
            {
                field[i] = (byte)('0' + (sum & 7));
                sum >>= 3;
            }

            field[6] = 0;
        }
    }

    private static long Octal(ReadOnlySpan<byte> field)
    {
        long value = 0;
        foreach (byte digit in field)
        {
            if (digit is >= (byte)'0' and <= (byte)'7')
            {
                value = (value << 3) + (digit - '0');
            }
        }

        return value;
    }
}
