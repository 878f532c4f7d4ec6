using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Storage;
using FlowSensor.Engine.Storage.Backup;

namespace FlowSensor.Engine.Tests.Storage;

public sealed class BackupTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("flowsensor").FullName;

    private string Store => Path.Combine(_folder, "store");

    private string File => Path.Combine(_folder, "backup.tar.gz");

    private string Restored => Path.Combine(_folder, "restored");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Backup_BesideAWriter_ComesBackAsItWas()
    {
        using (SensorStore writer = SensorStore.Open(new StoreOptions { Path = Store }))
        {
            System.IO.File.WriteAllText(Path.Combine(Store, "templates.jsonl"), "{}\n");
            Directory.CreateDirectory(Path.Combine(Store, "routes"));
            System.IO.File.WriteAllText(Path.Combine(Store, "routes", "edge.csv"), "# read\n");

            Assert.True(StoreBackup.Write(Store, File) > 0);
        }

        Assert.Equal(3, StoreRestore.Read(File, Restored));
        Assert.Equal("{}\n", System.IO.File.ReadAllText(Path.Combine(Restored, "templates.jsonl")));
        Assert.Equal("# read\n", System.IO.File.ReadAllText(Path.Combine(Restored, "routes", "edge.csv")));
        Assert.True(System.IO.File.Exists(Path.Combine(Restored, "flowsensor.lock")));
        using (StoreReader reader = StoreReader.Open(Restored))
        {
            Assert.Empty(new ExportersQuery(reader).Ask(new TimeRange(null, null)).Rows);
        }

        Assert.Equal(["backup.tar.gz", "restored", "store"], Directory.GetFileSystemEntries(_folder).Select(Path.GetFileName).Order());
        Assert.True(OperatingSystem.IsWindows() || System.IO.File.GetUnixFileMode(File) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [Fact]
    public void Restore_OverSomething_IsRefused()
    {
        SensorStore.Open(new StoreOptions { Path = Store }).Dispose();
        StoreBackup.Write(Store, File);

        StoreException refusal = Assert.Throws<StoreException>(() => StoreRestore.Read(File, Store));

        Assert.Contains("is not empty", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(2_000)]
    public void Restore_OfACutFile_LeavesNothing(int octets)
    {
        SensorStore.Open(new StoreOptions { Path = Store }).Dispose();
        StoreBackup.Write(Store, File);
        System.IO.File.WriteAllBytes(File, System.IO.File.ReadAllBytes(File)[..octets]);

        StoreException refusal = Assert.Throws<StoreException>(() => StoreRestore.Read(File, Restored));

        Assert.Contains("cannot be used", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(["backup.tar.gz", "store"], Directory.GetFileSystemEntries(_folder).Select(Path.GetFileName).Order());
    }

    [Theory]
    [InlineData("../evil")]
    [InlineData("routes/../../evil")]
    [InlineData("routes/..")]
    [InlineData("/tmp/evil")]
    [InlineData("routes/a\0b")]
    [InlineData("evil")]
    public void Restore_OfStrangeNames_IsRefused(string name)
    {
        byte[] content = Encoding.UTF8.GetBytes("evil");
        using (FileStream output = System.IO.File.Create(File))
        using (GZipStream packed = new(output, CompressionLevel.Fastest))
        using (TarWriter writer = new(packed, TarEntryFormat.Pax))
        {
            Write(writer, "SHA256SUMS", Encoding.UTF8.GetBytes($"{Convert.ToHexStringLower(SHA256.HashData(content))}  {name}\n"));
            Write(writer, name, content);
        }

        StoreException refusal = Assert.Throws<StoreException>(() => StoreRestore.Read(File, Restored));

        Assert.Contains("holds what no store has", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(["backup.tar.gz"], Directory.GetFileSystemEntries(_folder).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData(124, "77777777777777777777")]
    [InlineData(124, "\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF")]
    [InlineData(124, "\u0080\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF")]
    [InlineData(136, "\u0080\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF")]
    [InlineData(156, "S")]
    [InlineData(100, "\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF")]
    public void Restore_OfImpossibleNumbers_IsRefused(int place, string field)
    {
        // Sizes, times and modes in a header of its own (POSIX ustar, and the binary form of GNU), which the reader of tar refuses in ways of its own.
        byte[] header = new byte[1536];
        Encoding.ASCII.GetBytes("SHA256SUMS").CopyTo(header, 0);
        Encoding.ASCII.GetBytes("0000600\00000000\00000000\000000000000\000000000000\0        0").CopyTo(header, 100);
        Encoding.ASCII.GetBytes("ustar  \0").CopyTo(header, 257);
        Encoding.Latin1.GetBytes(field).CopyTo(header, place);
        header.AsSpan(148, 8).Fill((byte)' ');
        Encoding.ASCII.GetBytes($"{Convert.ToString(header.Sum(static octet => octet), 8).PadLeft(6, '0')}\0 ").CopyTo(header, 148);
        using (GZipStream packed = new(System.IO.File.Create(File), CompressionLevel.Fastest))
        {
            packed.Write(header);
        }

        StoreException refusal = Assert.Throws<StoreException>(() => StoreRestore.Read(File, Restored));

        Assert.Contains("cannot be used", refusal.Message, StringComparison.Ordinal);
    }

    private static void Write(TarWriter writer, string name, byte[] content)
    {
        using MemoryStream data = new(content);
        writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = data });
    }
}
