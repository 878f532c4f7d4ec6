using System.Text;
using FlowSensor.Protocols.Logs;
using FlowSensor.Protocols.Tests.Pcap;

namespace FlowSensor.Protocols.Tests.Logs;

public sealed class SyslogFrameReaderTests
{
    [Theory]
    [InlineData("LF after each", "<13>one\n<13>two\n", "<13>one|<13>two")]
    [InlineData("CR LF", "<13>one\r\n<13>two\r\n", "<13>one|<13>two")]
    [InlineData("counted, RFC 6587 3.4.1", "7 <13>one7 <13>two", "<13>one|<13>two")]
    [InlineData("counted with LF inside", "9 <13>o\nne\n7 <13>two", "<13>o\nne|<13>two")]
    [InlineData("counted and ended by LF all the same", "7 <13>one\n7 <13>two\n", "<13>one|<13>two")]
    [InlineData("both on one connection", "<13>one\n7 <13>two<13>three\n", "<13>one|<13>two|<13>three")]
    [InlineData("a line that begins with a number", "2026-11-26T10:00:00Z host p: x\n", "2026-11-26T10:00:00Z host p: x")]
    [InlineData("a number of too many digits is no length", "1234567890 lines\n", "1234567890 lines")]
    [InlineData("the last without an end", "<13>one\n<13>two", "<13>one|<13>two")]
    [InlineData("counted and broken off", "7 <13>one90 <13>tw", "<13>one|<13>tw")]
    [InlineData("empty lines and NULs are nothing", "\n\n\0<13>one\0\n", "<13>one")]
    [InlineData("too long for the reader", "40 <13>456789012345678901234567890123456789<13>b\n", "<13>4567890123456789|<13>b")]
    public void TryNext_AnyBlocks_GivesTheSameMessages(string description, string stream, string messages)
    {
        byte[] octets = Encoding.Latin1.GetBytes(stream);
        for (int block = 1; block <= octets.Length; block++)
        {
            SyslogFrameReader reader = new(maxMessage: 20);
            List<string> got = [];
            for (int at = 0; at < octets.Length; at += block)
            {
                ReadOnlySpan<byte> data = octets.AsSpan(at, Math.Min(block, octets.Length - at));
                while (reader.TryNext(ref data, out ReadOnlySpan<byte> message))
                {
                    got.Add(Encoding.Latin1.GetString(message));
                }

                Assert.True(data.IsEmpty, description);
            }

            if (reader.TryFinish(out ReadOnlySpan<byte> last))
            {
                got.Add(Encoding.Latin1.GetString(last));
            }

            string[] wanted = [.. messages.Split('|').Select(static message => message[..Math.Min(20, message.Length)])];
            Assert.True(wanted.SequenceEqual(got), $"{description}, blocks of {block}: {string.Join('|', got)}");
        }
    }

    [Fact]
    public void TryNext_RandomOctets_EndsAndAllocatesNothing()
    {
        Random random = new(6_587);
        byte[] octets = new byte[100_000];
        random.NextBytes(octets);
        for (int i = 0; i < octets.Length; i += 7)
        {
            octets[i] = (byte)"0123456789 \n"[random.Next(12)];
        }

        SyslogFrameReader reader = new(maxMessage: 64);
        Read();
        long total = 0;
        Assert.Equal(0, AllocatedBytes.Of(() => total = Read()));
        Assert.InRange(total, 1, octets.Length);

        long Read()
        {
            long sum = 0;
            for (int at = 0; at < octets.Length; at += 1_000)
            {
                ReadOnlySpan<byte> data = octets.AsSpan(at, 1_000);
                while (reader.TryNext(ref data, out ReadOnlySpan<byte> message))
                {
                    sum += message.Length <= 64 ? message.Length : octets.Length;
                }
            }

            return sum;
        }
    }
}
