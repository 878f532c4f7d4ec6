using System.IO.Compression;
using System.Text;
using FlowSensor.Engine.Logs;
using FlowSensor.Protocols.Logs;

namespace FlowSensor.Engine.Tests.Logs;

public sealed class LogFileReaderTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("flowsensor-logs-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Read_RotatedSet_GivesEveryLineInOrder()
    {
        Write("mail.log.10.gz", "a\nb\n", compressed: true);
        Write("mail.log.2.gz", "c\n", compressed: true);
        Write("mail.log.1", "d\ne");
        Write("mail.log", "f\n");
        LineList lines = new();
        LogFileReader reader = new(new LogFileOptions(), TimeProvider.System);

        reader.Read(LogFileSet.InOrder(Directory.GetFiles(_folder.FullName)), lines, progress: null, CancellationToken.None);

        Assert.Equal("a b c d e f", string.Join(' ', lines.Lines));
        Assert.Equal((6, 6), (reader.Lines, reader.UnstampedLines));
    }

    [Theory]
    [InlineData("mail.log mail.log.1 mail.log.2.gz", "mail.log.2.gz mail.log.1 mail.log")]
    [InlineData("mail.log mail.log-20261125 mail.log-20261118.gz", "mail.log-20261118.gz mail.log-20261125 mail.log")]
    [InlineData("b.log a.log b.log.1 b.log", "b.log.1 b.log a.log")]
    [InlineData("-", "-")]
    [InlineData("x.1.log x.2.log", "x.1.log x.2.log")]
    public void InOrder_OfRotatedSets_OldestFirst(string given, string expected) =>
        Assert.Equal(expected, string.Join(' ', LogFileSet.InOrder(given.Split(' '))));

    [Fact]
    public void Expand_Pattern_IsTheSetInOrder()
    {
        Write("mail.log", "");
        Write("mail.log.1", "");
        Write("other.log", "");

        Assert.Equal(
            [Path.Combine(_folder.FullName, "mail.log.1"), Path.Combine(_folder.FullName, "mail.log")],
            LogFileSet.Expand(Path.Combine(_folder.FullName, "mail.log*")));
        Assert.Equal(["mail.log"], LogFileSet.Expand("mail.log"));
        Assert.Throws<LogFileException>(() => LogFileSet.Expand(Path.Combine(_folder.FullName, "nothing*")));
    }

    [Fact]
    public void Read_FilesOfOtherYears_InfersYearsFromTheirLastChange()
    {
        string file = Write("mail.log", "Dec 31 23:59:59 h p: x\nJan  1 00:00:01 h p: y\n");
        File.SetLastWriteTimeUtc(file, new DateTime(2004, 1, 2, 0, 0, 0, DateTimeKind.Utc));
        LineList lines = new();

        new LogFileReader(new LogFileOptions(), TimeProvider.System).Read([file], lines, progress: null, CancellationToken.None);

        Assert.Equal([2003, 2004], lines.Times.Select(static time => DateTimeOffset.FromUnixTimeMilliseconds(time).Year));
    }

    [Fact]
    public void Read_HostileFile_LosesNothing()
    {
        using MemoryStream stream = new();
        stream.Write("Nov 21 09:22:17 h p: one\n"u8);
        for (int index = 0; index < 64; index++)
        {
            stream.Write(Enumerable.Repeat((byte)'x', 1 << 20).ToArray());
        }

        stream.Write("\n\0\0\0Nov 21 09:22:18 h p: two\n"u8);
        stream.Write([0xFF, 0xFE, 0xC3, (byte)'\n']);
        stream.Write("Nov 21 08:00:00 h p: clock set back\r\nNov 21 09:22:19 h p: four"u8);
        stream.Position = 0;
        LineList lines = new();
        LogFileReader reader = new(new LogFileOptions(), TimeProvider.System);

        reader.Read("test", stream, lines, CancellationToken.None);

        Assert.Equal(["one", "two", "clock set back", "four"], lines.Messages);
        Assert.Equal((6, 1, 2), (reader.Lines, reader.CutLines, reader.UnstampedLines));
        Assert.True(lines.Times[2] < lines.Times[1]);
    }

    [Fact]
    public void Read_DamagedGzip_GivesWhatComesBefore()
    {
        string file = Write("mail.log.gz", string.Concat(Enumerable.Range(0, 20_000).Select(static number => $"line {number * 7919 % 20011}\n")), compressed: true);
        byte[] octets = File.ReadAllBytes(file);
        octets.AsSpan(octets.Length / 2, 64).Fill(0xFF);
        File.WriteAllBytes(file, octets);
        LineList lines = new();
        LogFileReader reader = new(new LogFileOptions(), TimeProvider.System);

        reader.Read([file], lines, progress: null, CancellationToken.None);

        Assert.InRange(lines.Lines.Count, 1, 19_999);
        Assert.Contains("damaged", Assert.Single(reader.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Check_WhatCannotBeRead_IsSaid()
    {
        Assert.Contains("does not exist", Assert.Throws<LogFileException>(() => LogFileReader.Check([Path.Combine(_folder.FullName, "none")])).Message, StringComparison.Ordinal);
        Assert.Contains("is a folder", Assert.Throws<LogFileException>(() => LogFileReader.Check([_folder.FullName])).Message, StringComparison.Ordinal);
    }

    private string Write(string name, string text, bool compressed = false)
    {
        string path = Path.Combine(_folder.FullName, name);
        using FileStream file = File.Create(path);
        using Stream content = compressed ? new GZipStream(file, CompressionLevel.Fastest) : file;
        content.Write(Encoding.UTF8.GetBytes(text));
        return path;
    }

    private sealed class LineList : ILogLineSink
    {
        public List<string> Lines { get; } = [];

        public List<string> Messages { get; } = [];

        public List<long> Times { get; } = [];

        public void OnLine(in LogHeader header, ReadOnlySpan<byte> line)
        {
            Lines.Add(Encoding.Latin1.GetString(line));
            if (header.HasTime)
            {
                Messages.Add(Encoding.Latin1.GetString(header.Message));
                Times.Add(header.TimeMs);
            }
        }
    }
}
