using System.Text;
using FlowSensor.Protocols.Logs;

namespace FlowSensor.Protocols.Tests.Logs;

public class LogLineReaderTests
{
    [Theory]
    [InlineData("LF", "one\ntwo\n", "one|two")]
    [InlineData("CRLF", "one\r\ntwo\r\n", "one|two")]
    [InlineData("no end", "one\ntwo", "one|two")]
    [InlineData("empty lines", "\none\n\n", "|one|")]
    [InlineData("only CRs", "\r\r\n", "\r")]
    [InlineData("NULs before", "\0\0\0one\n\0two\n", "one|two")]
    [InlineData("NULs within", "o\0ne\n", "o\0ne")]
    [InlineData("only NULs", "\0\0\n", "")]
    [InlineData("as long as allowed", "12345678\n12345678\r\n", "12345678|12345678")]
    [InlineData("longer", "123456789\n1234567890\r\nx\n", "12345678|12345678|x")]
    public void TryNext_AnyBlocks_GivesTheSameLines(string description, string text, string expected)
    {
        byte[] octets = Encoding.Latin1.GetBytes(text);
        for (int block = 1; block <= octets.Length; block++)
        {
            LogLineReader reader = new(maxLine: 8);
            string lines = string.Join('|', Read(reader, octets, block));

            Assert.True(expected == lines, $"{description}, blocks of {block}: {lines}");
            Assert.Equal(expected.Split('|').Length, reader.Lines);
            Assert.Equal(text.StartsWith("123456789", StringComparison.Ordinal) ? 2 : 0, reader.CutLines);
            Assert.Equal(0, reader.PendingOctets);
        }
    }

    [Fact]
    public void TryNext_CarriageReturnWhereALineIsCut_IsNotItsEnd()
    {
        byte[] octets = "12345678\rX\n"u8.ToArray();
        for (int block = 1; block <= octets.Length; block++)
        {
            LogLineReader reader = new(maxLine: 8);

            Assert.Equal(["12345678"], Read(reader, octets, block));
            Assert.Equal(1, reader.CutLines);
        }
    }

    [Fact]
    public void TryNext_LineOf64MiB_IsCutAndTheNextIsWhole()
    {
        LogLineReader reader = new();
        byte[] block = new byte[1 << 20];
        Array.Fill(block, (byte)'x');
        for (int index = 0; index < 64; index++)
        {
            ReadOnlySpan<byte> data = block;
            Assert.False(reader.TryNext(ref data, out _));
        }

        Assert.Equal(64L << 20, reader.PendingOctets);
        ReadOnlySpan<byte> rest = "end\nnext\n"u8;
        Assert.True(reader.TryNext(ref rest, out ReadOnlySpan<byte> cut));
        Assert.Equal(LogLineReader.DefaultMaxLine, cut.Length);
        Assert.True(reader.TryNext(ref rest, out ReadOnlySpan<byte> next));
        Assert.True(next.SequenceEqual("next"u8));
        Assert.Equal((2, 1, 0), (reader.Lines, reader.CutLines, reader.PendingOctets));
    }

    [Fact]
    public void TryNext_64MiBOfNuls_AreNoPartOfTheLine()
    {
        LogLineReader reader = new();
        byte[] block = new byte[1 << 20];
        for (int index = 0; index < 64; index++)
        {
            ReadOnlySpan<byte> data = block;
            Assert.False(reader.TryNext(ref data, out _));
        }

        ReadOnlySpan<byte> rest = "line\n"u8;
        Assert.True(reader.TryNext(ref rest, out ReadOnlySpan<byte> line));
        Assert.True(line.SequenceEqual("line"u8));
        Assert.Equal((1, 0, 64L << 20), (reader.Lines, reader.CutLines, reader.Nuls));
    }

    [Fact]
    public void PendingOctets_AfterEveryBlock_LeadsBackToTheLastLineEnd()
    {
        byte[] octets = Encoding.Latin1.GetBytes("one\r\n\0\0two\n123456789\nrest");
        LogLineReader reader = new(maxLine: 8);
        for (int place = 0; place < octets.Length; place++)
        {
            ReadOnlySpan<byte> data = octets.AsSpan(place, 1);
            while (reader.TryNext(ref data, out _))
            {
            }

            Assert.Equal(octets.AsSpan(0, place + 1).LastIndexOf((byte)'\n') + 1, place + 1 - reader.PendingOctets);
        }
    }

    private static List<string> Read(LogLineReader reader, byte[] octets, int block)
    {
        List<string> lines = [];
        for (int start = 0; start < octets.Length; start += block)
        {
            ReadOnlySpan<byte> data = octets.AsSpan(start, Math.Min(block, octets.Length - start));
            while (reader.TryNext(ref data, out ReadOnlySpan<byte> line))
            {
                lines.Add(Encoding.Latin1.GetString(line));
            }
        }

        if (reader.TryFinish(out ReadOnlySpan<byte> last))
        {
            lines.Add(Encoding.Latin1.GetString(last));
        }

        return lines;
    }
}
