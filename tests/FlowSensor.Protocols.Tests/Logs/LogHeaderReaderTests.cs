using System.Globalization;
using System.Text;
using FlowSensor.Protocols.Logs;
using FlowSensor.Protocols.Tests.Pcap;

namespace FlowSensor.Protocols.Tests.Logs;

public class LogHeaderReaderTests
{
    private static readonly long Reference = new DateTimeOffset(2026, 11, 26, 12, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

    [Theory]
    [InlineData("BSD", "Nov 21 09:22:17 mail postfix/smtpd[590]: connect from a[192.0.2.1]", "2026-11-21T09:22:17.000 mail postfix/smtpd 590 connect from a[192.0.2.1]")]
    [InlineData("BSD, day padded", "Nov  3 20:25:58 smtp3 sendmail[7645]: hA3: from=<>", "2026-11-03T20:25:58.000 smtp3 sendmail 7645 hA3: from=<>")]
    [InlineData("BSD, one space", "Jul 3 18:20:41 ns1 sendmail[25425]: x", "2026-07-03T18:20:41.000 ns1 sendmail 25425 x")]
    [InlineData("BSD, last year", "Dec 31 23:59:59 h p: x", "2025-12-31T23:59:59.000 h p 0 x")]
    [InlineData("BSD, tomorrow", "Nov 27 11:00:00 h p: x", "2026-11-27T11:00:00.000 h p 0 x")]
    [InlineData("BSD, leap day", "Feb 29 00:00:00 h p: x", "2024-02-29T00:00:00.000 h p 0 x")]
    [InlineData("BSD, leap second", "Nov 21 09:22:60 h p: x", "2026-11-21T09:22:59.000 h p 0 x")]
    [InlineData("BSD, fraction", "Nov 21 09:22:17.123456 h p: x", "2026-11-21T09:22:17.123 h p 0 x")]
    [InlineData("BSD, priority", "<22>Nov 21 09:22:17 mail postfix/qmgr[5]: x", "2026-11-21T09:22:17.000 mail postfix/qmgr 5 x (22)")]
    [InlineData("FreeBSD -v", "Nov 21 09:22:17 <mail.info> mail sm-mta[5]: x", "2026-11-21T09:22:17.000 mail sm-mta 5 x")]
    [InlineData("Solaris", "Nov  3 20:25:58 smtp3 sendmail[7645]: [ID 801593 mail.info] hA3: x", "2026-11-03T20:25:58.000 smtp3 sendmail 7645 hA3: x")]
    [InlineData("grep", "syslog:Oct 26 08:24:25 smtp3 sendmail[13433]: [ID 801593 mail.info] h9Q", "2026-10-26T08:24:25.000 smtp3 sendmail 13433 h9Q")]
    [InlineData("no host", "Nov 21 09:22:18 imap-login: Info: Login", "2026-11-21T09:22:18.000 - imap-login 0 Info: Login")]
    [InlineData("no host, pid", "Nov 21 09:22:18 dnsmasq[12]: query[A] a from b", "2026-11-21T09:22:18.000 - dnsmasq 12 query[A] a from b")]
    [InlineData("no tag", "Nov 21 09:22:18 mail last message repeated 3 times", "2026-11-21T09:22:18.000 mail - 0 last message repeated 3 times")]
    [InlineData("path as tag", "Nov 21 09:22:18 mail /usr/sbin/amavisd-new[9]: (1) x", "2026-11-21T09:22:18.000 mail amavisd-new 9 (1) x")]
    [InlineData("ISO", "2026-11-21T09:22:17.123456+08:00 mail postfix/smtpd[590]: x", "2026-11-21T01:22:17.123 mail postfix/smtpd 590 x")]
    [InlineData("ISO, UTC", "2026-11-21T09:22:18Z imap-login: Info: x", "2026-11-21T09:22:18.000 - imap-login 0 Info: x")]
    [InlineData("ISO, no zone", "2026-11-21T09:22:18 h p: x", "2026-11-21T09:22:18.000 h p 0 x")]
    [InlineData("dovecot with user", "2026-11-21T09:22:18Z imap(user2)<598><Ehaz5>: Info: x", "2026-11-21T09:22:18.000 - imap 0 Info: x")]
    [InlineData("RFC 5424", "<165>1 2003-08-24T05:14:15.000003-07:00 192.0.2.1 myproc 8710 - - %% It's time", "2003-08-24T12:14:15.000 192.0.2.1 myproc 8710 %% It's time (165)")]
    [InlineData("RFC 5424, data", "<34>1 2003-10-11T22:14:15.003Z m su - ID47 [a b=\"]\\\"\"][c] \uFEFF'su root'", "2003-10-11T22:14:15.003 m su 0 'su root' (34)")]
    [InlineData("RFC 5424, nil", "<34>1 - - - - - -", "- - - 0  (34)")]
    [InlineData("BIND", "18-Nov-2026 10:00:00.123 queries: info: client 192.0.2.25#5", "2026-11-18T10:00:00.123 - named 0 queries: info: client 192.0.2.25#5")]
    [InlineData("BIND, ISO", "2026-11-21T09:27:02.833Z client @0x7f3f 192.0.2.25#42717 (a): query: a IN A +", "2026-11-21T09:27:02.833 - named 0 client @0x7f3f 192.0.2.25#42717 (a): query: a IN A +")]
    [InlineData("exim", "2026-11-21 09:22:17 1tDx5M-000001-2J <= a@example.org H=h [192.0.2.1]", "2026-11-21T09:22:17.000 - exim 0 1tDx5M-000001-2J <= a@example.org H=h [192.0.2.1]")]
    [InlineData("exim, zone", "2026-11-21 09:22:17.500 +0100 1tDx5M-000001-2J Completed", "2026-11-21T08:22:17.500 - exim 0 1tDx5M-000001-2J Completed")]
    [InlineData("rspamd", "2026-11-21 09:22:17 #123(normal) <abc>; task; x", "2026-11-21T09:22:17.000 - rspamd 0 #123(normal) <abc>; task; x")]
    [InlineData("clamd", "Sat Nov 21 09:22:17 2026 -> /tmp/x: Eicar FOUND", "2026-11-21T09:22:17.000 - clamd 0 -> /tmp/x: Eicar FOUND")]
    [InlineData("spamd", "Sat Nov 21 09:22:17 2026 [12] info: spamd: result", "2026-11-21T09:22:17.000 - spamd 0 [12] info: spamd: result")]
    [InlineData("unbound", "[1700000000] unbound[12:0] info: 192.0.2.1 a. A IN", "2023-11-14T22:13:20.000 - unbound 12 info: 192.0.2.1 a. A IN")]
    [InlineData("multilog", "@4000000065537c8a1dcd6500 info msg 1: bytes 2", "2023-11-14T13:56:16.500 - qmail 0 info msg 1: bytes 2")]
    [InlineData("multilog, tag", "@4000000065537c8a00000000 tcpserver: pid 1 from 192.0.2.1", "2023-11-14T13:56:16.000 - tcpserver 0 pid 1 from 192.0.2.1")]
    public void Read_EachForm_GivesWhatAPersonReads(string description, string line, string expected) =>
        Assert.True(expected == Text(Reader(), line), $"{description}: {Text(Reader(), line)}");

    [Theory]
    [InlineData("strings", "{\"__REALTIME_TIMESTAMP\":\"1700000000123456\",\"_HOSTNAME\":\"mail\",\"SYSLOG_IDENTIFIER\":\"postfix/smtpd\",\"_PID\":\"590\",\"PRIORITY\":\"6\",\"MESSAGE\":\"connect\"}", "2023-11-14T22:13:20.123 mail postfix/smtpd 590 connect (6)")]
    [InlineData("escapes", "{\"MESSAGE\" : \"a\\\"b\\\\c\\u00e9\\ud83d\\ude00\\ud83dx\\n\" , \"_COMM\":\"p\"}", "- - p 0 a\"b\\c\u00e9\U0001F600\uFFFDx\n")]
    [InlineData("octets", "{\"MESSAGE\":[99,97,102,195,169],\"SYSLOG_IDENTIFIER\":\"p\",\"_COMM\":\"q\"}", "- - p 0 caf\u00e9")]
    [InlineData("source time", "{\"__REALTIME_TIMESTAMP\":\"1700000001000000\",\"_SOURCE_REALTIME_TIMESTAMP\":\"1700000000000000\",\"MESSAGE\":\"x\",\"N\":null,\"M\":7}", "2023-11-14T22:13:20.000 - - 0 x")]
    [InlineData("several values", "{\"F\":[\"a\",\"b\"],\"MESSAGE\":\"x\"}", "- - - 0 x")]
    public void Read_JournalEntry_GivesItsFields(string description, string line, string expected) =>
        Assert.True(expected == Text(Reader(), line), $"{description}: {Text(Reader(), line)}");

    [Theory]
    [InlineData("")]
    [InlineData("no stamp at all")]
    [InlineData("    at Some.Stack.Frame()")]
    [InlineData("{\"MESSAGE\":\"x\"")]
    [InlineData("{\"MESSAGE\":\"\\x\"}")]
    [InlineData("{\"_PID\":\"1\"}")]
    [InlineData("<999>x")]
    [InlineData("Nov 41 09:22:17x")]
    [InlineData("\u0000\u0001\u0002")]
    [InlineData("@4zzz")]
    [InlineData("[1234] x")]
    public void Read_NoStamp_IsAllMessage(string line)
    {
        byte[] octets = Encoding.UTF8.GetBytes(line);

        Assert.False(Reader().Read(octets, out LogHeader header));
        Assert.False(header.HasTime);
        Assert.True(header.Message.SequenceEqual(octets));
        Assert.True(header.Program.IsEmpty);
    }

    [Theory]
    [InlineData("Nov 31 09:22:17 h p: x")]
    [InlineData("Nov 21 24:00:00 h p: x")]
    [InlineData("Nov 21 09:22:61 h p: x")]
    [InlineData("Feb 30 09:22:17 h p: x")]
    [InlineData("2026-13-21T09:22:17Z h p: x")]
    [InlineData("9999-12-31T23:59:59Z h p: x")]
    public void Read_ImpossibleTime_IsUnknownAndTheRestIsRead(string line)
    {
        Assert.True(Reader().Read(Encoding.UTF8.GetBytes(line), out LogHeader header));
        Assert.False(header.HasTime);
        Assert.Equal("h p x", $"{Encoding.UTF8.GetString(header.Host)} {Encoding.UTF8.GetString(header.Program)} {Encoding.UTF8.GetString(header.Message)}");
    }

    [Fact]
    public void Read_LinesOfFormat_AreOfItsProgram()
    {
        LogHeaderReader reader = Reader(format: LogFormat.Bind);

        Assert.Equal("- - named 0 client 192.0.2.1#5: query: a IN A", Text(reader, "client 192.0.2.1#5: query: a IN A"));
    }

    [Fact]
    public void Read_EveryPrefixAndFlippedOctets_NeverThrows()
    {
        string[] lines =
        [
            "<34>1 2003-10-11T22:14:15.003Z m su - ID47 [a b=\"]\\\"\"][c] x", "Nov 21 09:22:17 mail postfix/smtpd[590]: connect from a",
            "{\"MESSAGE\":\"a\\u00e9\",\"B\":[1,2],\"C\":null,\"_PID\":\"1\"}", "18-Nov-2026 10:00:00.123 queries: info: client", "Sat Nov 21 09:22:17 2026 -> x",
            "[1700000000] unbound[12:0] info: x", "@4000000065537c8a1dcd6500 info msg", "2026-11-21 09:22:17.5 +0100 1tDx5M Completed", "syslog:Oct 26 08:24:25 h p[1]: x",
        ];
        LogHeaderReader reader = Reader();
        Random random = new(1);
        foreach (string line in lines)
        {
            byte[] octets = Encoding.UTF8.GetBytes(line);
            for (int length = 0; length <= octets.Length; length++)
            {
                reader.Read(octets.AsSpan(0, length), out LogHeader header);
                Assert.True(header.Message.Length <= length);
            }

            for (int turn = 0; turn < 5_000; turn++)
            {
                byte[] flipped = [.. octets];
                flipped[random.Next(flipped.Length)] = (byte)random.Next(256);
                flipped[random.Next(flipped.Length)] = (byte)random.Next(256);
                reader.Read(flipped, out LogHeader header);
                Assert.True(header.Message.Length <= flipped.Length && header.Pid >= 0);
            }
        }
    }

    [Fact]
    public void Read_LinesOfAMinute_AllocatesNothing()
    {
        byte[][] lines =
        [
            "Nov 21 09:22:17 mail postfix/smtpd[590]: connect from a[192.0.2.1]"u8.ToArray(),
            "2026-11-21T09:27:02.833Z client @0x7f3f 192.0.2.25#42717 (a): query: a IN A +"u8.ToArray(),
            "18-Nov-2026 10:00:00.123 queries: info: client 192.0.2.25#5"u8.ToArray(),
            "{\"__REALTIME_TIMESTAMP\":\"1700000000123456\",\"MESSAGE\":\"a\\nb\"}"u8.ToArray(),
        ];
        LogHeaderReader reader = Reader();
        Array.ForEach(lines, line => reader.Read(line, out _));

        long allocated = AllocatedBytes.Of(() =>
        {
            for (int turn = 0; turn < 1_000; turn++)
            {
                foreach (byte[] line in lines)
                {
                    reader.Read(line, out _);
                }
            }
        });

        Assert.Equal(0, allocated);
    }

    private static LogHeaderReader Reader(TimeZoneInfo? zone = null, int? year = null, LogFormat format = LogFormat.Auto) =>
        new(new LogClock(zone ?? TimeZoneInfo.Utc, year, Reference), format);

    private static string Text(LogHeaderReader reader, string line)
    {
        reader.Read(Encoding.UTF8.GetBytes(line), out LogHeader header);
        string time = header.HasTime
            ? DateTimeOffset.FromUnixTimeMilliseconds(header.TimeMs).ToString("yyyy-MM-dd'T'HH:mm:ss.fff", CultureInfo.InvariantCulture)
            : "-";
        string priority = header.Priority < 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" ({header.Priority})");
        return string.Create(CultureInfo.InvariantCulture, $"{time} {Or(header.Host)} {Or(header.Program)} {header.Pid} {Encoding.UTF8.GetString(header.Message)}{priority}");
    }

    private static string Or(ReadOnlySpan<byte> text) => text.IsEmpty ? "-" : Encoding.UTF8.GetString(text);
}
