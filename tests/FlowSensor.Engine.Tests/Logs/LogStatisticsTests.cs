using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Logs;
using FlowSensor.Engine.MailStatistics;
using FlowSensor.Engine.Pipeline.Logs;
using FlowSensor.Engine.Tests.Recordings;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Tests.Logs;

public class LogStatisticsTests
{
    private static readonly IpAddress Server = IpAddress.Parse("192.0.2.25");

    // 10 GB when FLOWSENSOR_FULL is set; what it costs to read more must not depend on how much was read.
    [Theory]
    [InlineData("mail.log.gz")]
    [InlineData("queries.log.gz")]
    public void OnLine_StreamOfManyMegabytes_AllocatesNoMoreThanAShortOne(string log)
    {
        byte[] stretch = Unpacked("mail-ordinary", log);
        long octets = Environment.GetEnvironmentVariable("FLOWSENSOR_FULL") == "1" ? 10_000_000_000 : 100_000_000;
        long times = octets / stretch.Length;
        LogStatistics statistics = new(Options());
        LogFileReader reader = new(new LogFileOptions { Year = 2026 }, TimeProvider.System);
        reader.Read("warm", new RepeatedLog(stretch, 3), statistics, CancellationToken.None);
        long lines = statistics.Lines / 3;

        long before = GC.GetAllocatedBytesForCurrentThread();
        reader.Read("long", new RepeatedLog(stretch, times), statistics, CancellationToken.None);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.InRange(allocated, 0, 16_384);
        Assert.Equal(lines * (times + 3), statistics.Lines);
        long connections = log == "mail.log.gz" ? RecordedScenario.Open("mail-ordinary").Number("mail", "nc") : 0;
        Assert.Equal(connections * (times + 3), RecordedLogs.Total(statistics.Mail).Connections);
    }

    [Theory]
    [InlineData("rsyslog", "Nov 21 09:00:00 mail postfix/smtpd[1]: connect from a[192.0.2.1]\nNov 21 09:00:01 mail postfix/smtpd[1]: message repeated 3 times: [ connect from a[192.0.2.1]]\n", 4)]
    [InlineData("syslogd", "Nov 21 09:00:00 mail postfix/smtpd[1]: connect from a[192.0.2.1]\nNov 21 09:00:01 mail last message repeated 2 times\n", 3)]
    [InlineData("more often than can be", "Nov 21 09:00:00 mail postfix/smtpd[1]: connect from a[192.0.2.1]\nNov 21 09:00:01 mail last message repeated 2147483647 times\n", 10_001)]
    [InlineData("out of order", "Nov 21 09:00:01 mail postfix/smtpd[1]: connect from a[192.0.2.1]\nNov 21 09:00:00 mail postfix/smtpd[2]: connect from b[192.0.2.2]\n", 2)]
    [InlineData("clock set back an hour", "Nov 21 09:00:01 mail postfix/smtpd[1]: connect from a[192.0.2.1]\nNov 21 08:00:00 mail postfix/smtpd[2]: connect from b[192.0.2.2]\n", 2)]
    [InlineData("behind postscreen", "Nov 21 09:00:00 mail postfix/postscreen[1]: CONNECT from [192.0.2.1]:1 to [192.0.2.25]:25\nNov 21 09:00:06 mail postfix/smtpd[2]: connect from a[192.0.2.1]\n", 1)]
    [InlineData("content filter", "Nov 21 09:00:00 mail postfix/smtpd[1]: connect from localhost[127.0.0.1]\n", 0)]
    [InlineData("NULs and other octets", "\0\0Nov 21 09:00:00 mail postfix/smtpd[1]: connect from a[192.0.2.1]\r\n\u00ff\u00fe\n", 1)]
    [InlineData("sendmail, a process a session", "Nov 21 09:00:00 mail sendmail[7]: hA3CPot1007645: from=<a@example.org>, size=1, nrcpts=1, relay=x [192.0.2.1]\nNov 21 09:00:02 mail sendmail[7]: hA3CPot1007646: from=<a@example.org>, size=1, nrcpts=1, relay=x [192.0.2.1]\n", 1)]
    public void OnLine_SpecialLines_CountAsManyConnections(string description, string log, int connections)
    {
        LogStatistics statistics = Read(log);

        Assert.True(connections == RecordedLogs.Total(statistics.Mail).Connections, description);
    }

    // Either line alone is a transaction that was dropped, a bounce, or another attempt.
    [Theory]
    [InlineData("in order", "O Q R", 1)]
    [InlineData("out of order", "Q O R", 1)]
    [InlineData("another attempt", "O Q Q Q R", 1)]
    [InlineData("dropped", "O", 0)]
    [InlineData("bounce", "Q R", 0)]
    [InlineData("id comes again", "O Q R O Q R", 2)]
    [InlineData("id comes again without an end", "O O Q R", 1)]
    public void OnLine_LinesOfAQueueId_CountMessages(string description, string lines, int accepted)
    {
        StringBuilder log = new();
        foreach (string line in lines.Split(' '))
        {
            log.Append("Nov 21 09:00:00 mail postfix/").Append(line switch
            {
                "O" => "smtpd[1]: 7EE668039: client=a[192.0.2.1]\n",
                "Q" => "qmgr[2]: 7EE668039: from=<a@example.org>, size=10, nrcpt=1 (queue active)\n",
                _ => "qmgr[2]: 7EE668039: removed\n",
            });
        }

        Assert.True(accepted == RecordedLogs.Total(Read(log.ToString()).Mail).Accepted, description);
    }

    [Fact]
    public void OnLine_PublishedDay_HasItsFigures()
    {
        // 13 April 2003: 13,505 unknown users, 16 relay attempts, 2 other recipients refused, one Sunday.
        StringBuilder log = new();
        for (int number = 0; number < 13_523; number++)
        {
            string reply = number < 13_505 ? "550 <u@example.org>: User unknown" : number < 13_521 ? "554 <u@example.com>: Relay access denied" : "554 <u@example.org>: Recipient address rejected: Access denied";
            log.Append(CultureInfo.InvariantCulture, $"Apr 13 {number / 600:00}:{number / 10 % 60:00}:00 mx postfix/smtpd[1]: connect from a[192.0.2.1]\nApr 13 {number / 600:00}:{number / 10 % 60:00}:00 mx postfix/smtpd[1]: reject: RCPT from a[192.0.2.1]: {reply}; from=<x@example.net> to=<u@example.org>\n");
        }

        LogStatsRun run = new(new SensorOptions(), [Server], new DateOnly(2003, 4, 13));
        new LogFileReader(new LogFileOptions { Year = 2003 }, TimeProvider.System).Read("day", new MemoryStream(Encoding.ASCII.GetBytes(log.ToString())), run.Sink, CancellationToken.None);
        using MemoryStream text = new();
        run.Report().WriteJson(text);
        JsonElement report = JsonElement.Parse(text.ToArray());

        JsonElement rejects = report.GetProperty("rejects");
        Assert.Equal((13_505, 16, 2), (rejects.GetProperty("user_unknown").GetInt32(), rejects.GetProperty("relay_denied").GetInt32(), rejects.GetProperty("recipient_rejected").GetInt32()));
        Assert.Equal(27_046, report.GetProperty("programs").GetProperty("postfix/smtpd").GetInt32());
        Assert.Equal("192.0.2.25", report.GetProperty("mail")[0].GetProperty("server").GetString());
        using StringWriter picture = new();
        run.Report().WriteDays(picture);
        Assert.Contains("2003-04-13 Sunday (holiday)", picture.ToString(), StringComparison.Ordinal);
        Assert.Contains("rejected 13523: User unknown 13505, Relay access denied 16, Recipient address rejected 2", picture.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void OnLine_OtherDays_AreLeftOut()
    {
        LogStatisticsOptions options = Options();
        options.Day = new DateOnly(2026, 11, 21);
        LogStatistics statistics = new(options);
        Read("Nov 20 23:59:59 mail postfix/smtpd[1]: connect from a[192.0.2.1]\nNov 21 00:00:00 mail postfix/smtpd[1]: connect from a[192.0.2.1]\n", statistics);

        Assert.Equal((1, 1), (statistics.Lines, statistics.OtherDays));
        Assert.Equal(1, RecordedLogs.Total(statistics.Mail).Connections);
    }

    [Fact]
    public void OnLine_HostWithoutAddress_IsShownByName()
    {
        LogStatistics statistics = new(new LogStatisticsOptions());
        Read("Nov 21 09:00:00 mail\u0007 postfix/smtpd[1]: connect from a[192.0.2.1]\n", statistics);

        HostDay day = Assert.Single(statistics.Mail.ServerDays());
        Assert.True(LogServers.IsStandIn(day.Host));
        Assert.Equal("mail?", statistics.Servers.NameOf(day.Host));
    }

    [Fact]
    public void OnLine_EndlessNames_StayWithinLimits()
    {
        LogStatistics statistics = new(new LogStatisticsOptions());
        StringBuilder log = new();
        for (int number = 0; number < 5_000; number++)
        {
            log.Append(CultureInfo.InvariantCulture, $"Nov 21 09:00:00 host{number} program{number}[1]: x\nNov 21 09:00:00 host{number} postfix/smtpd[1]: connect from a[192.0.2.1]\n");
        }

        Read(log.ToString(), statistics);

        Assert.Equal(10_000, statistics.Programs.All().Sum(static program => program.Lines));
        Assert.InRange(statistics.Programs.All().Count, 2, 1_025);
        Assert.InRange(statistics.Mail.Count, 1, 1_025);
    }

    private static LogStatisticsOptions Options()
    {
        LogStatisticsOptions options = new();
        options.Servers.Add(Server);
        return options;
    }

    private static LogStatistics Read(string log)
    {
        LogStatistics statistics = new(Options());
        Read(log, statistics);
        return statistics;
    }

    private static void Read(string log, LogStatistics statistics) => new LogFileReader(new LogFileOptions { Year = 2026 }, TimeProvider.System)
        .Read("log", new MemoryStream(Encoding.Latin1.GetBytes(log)), statistics, CancellationToken.None);

    private static byte[] Unpacked(string scenario, string name)
    {
        using FileStream file = File.OpenRead(Path.Combine(RecordedScenario.Root, scenario, name));
        using GZipStream content = new(file, CompressionMode.Decompress);
        using MemoryStream octets = new();
        content.CopyTo(octets);
        return octets.ToArray();
    }
}
