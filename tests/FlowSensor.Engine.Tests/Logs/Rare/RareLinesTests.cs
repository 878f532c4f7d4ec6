using System.Text;
using FlowSensor.Engine.Logs.Findings;
using FlowSensor.Engine.Logs.Rare;
using FlowSensor.Engine.Reports.Logs;
using FlowSensor.Protocols.Logs;
using FlowSensor.Protocols.Tests.Pcap;

namespace FlowSensor.Engine.Tests.Logs.Rare;

/// <summary>The lines of trouble that the text on sendmail's logs prints, among a hundred thousand routine ones.</summary>
public sealed class RareLinesTests
{
    private static readonly DateTime Error = new(2005, 11, 11, 8, 54, 50);

    // As printed, but for the day of the second: its printed time lies in the twenty minutes without a line that the text tells of.
    private static readonly (DateTime Time, string Message)[] Trouble =
    [
        (new DateTime(2005, 11, 20, 3, 39, 22), "sendmail[2022]: rejecting connections on daemon MTA: load average: 14"),
        (new DateTime(2005, 11, 12, 8, 56, 20), "sendmail[23863]: runqueue: Aborting queue run: load average too high"),
        (Error.AddSeconds(-1), "sendmail[29820]: jABDsGrH029820: collect: premature EOM: Connection reset by"),
        (Error, "sendmail[29820]: jABDsGrH029820: SYSERR(root): collect: I/O error on connection from,"),
    ];

    [Theory]
    [InlineData(4711)]
    [InlineData(2006)]
    public void OnLine_FourLinesOfTroubleInRoutine_ComeFirst(int seed)
    {
        List<LogFinding> findings = [];
        (RareLines lines, int count) = Read(seed, findings);

        RareLinesReport report = RareLinesReport.Of(lines.Types, top: 10, sinceMs: null);
        Assert.InRange(count, 99_000, 100_004);
        Assert.Equal(count, lines.Types.Types.Sum(static type => type.Count));
        Assert.Equal(
            Trouble.Select(static line => line.Message[(line.Message.IndexOf(' ', StringComparison.Ordinal) + 1)..]).Order(StringComparer.Ordinal),
            report.Rows.Take(4).Select(static row => row.Sample).Order(StringComparer.Ordinal));
        Assert.All(report.Rows.Take(4), static row => Assert.True(row is { Count: 1, Words.Count: > 0, Near.Count: >= 3 and <= 6 }));
        RareLineReport syserr = report.Rows.First(static row => row.Words.Contains("syserr"));
        Assert.Contains(syserr.Near, static near => near.StartsWith("before 2005-11-11 08:54:49Z sendmail: jABDsGrH029820: collect: premature EOM", StringComparison.Ordinal));
        Assert.Equal(2, findings.Count(static finding => finding.Kind == LogFindingKind.LoadShedding));
    }

    [Theory]
    [InlineData(4711)]
    [InlineData(2006)]
    public void TooLong_TwentyMinutesAfterSyserr_IsTheFirst(int seed)
    {
        (RareLines lines, _) = Read(seed, []);

        LogGapReport gap = LogGapsReport.Of(lines, top: 0, sinceMs: null).Rows[0];
        Assert.Equal(new DateTimeOffset(Error, TimeSpan.Zero), gap.From);
        Assert.InRange(gap.DurationS, 1_200, 1_320);
        Assert.True(gap.AfterRare);
        Assert.Contains("SYSERR(root)", gap.Before, StringComparison.Ordinal);
        Assert.NotEmpty(gap.After);
        Assert.InRange(gap.UsualS, 1, 300);
    }

    [Fact]
    public void OnLine_LinesOfKnownTypes_AllocateNothing()
    {
        List<byte[]> routine = [.. new RoutineSendmail(1).Make(new DateTime(2005, 11, 10), 1, 5_000).Select(static line => Encoding.UTF8.GetBytes(line.Line))];
        LogMiningOptions options = new();
        options.Silences.Least = TimeSpan.FromDays(1);
        RareLines lines = new(options);
        LogHeaderReader headers = new(new LogClock(TimeZoneInfo.Utc, 2005, 0));
        Feed();
        long types = lines.Types.Types.Count;
        Feed();
        long allocated = AllocatedBytes.Of(Feed);

        Assert.Equal(types, lines.Types.Types.Count);
        Assert.Equal(0, allocated);

        void Feed()
        {
            foreach (byte[] line in routine)
            {
                headers.Read(line, out LogHeader header);
                lines.OnLine(header, line);
            }
        }
    }

    [Fact]
    public void Of_Since_ShowsOnlyWhatIsNew()
    {
        (RareLines lines, _) = Read(4711, []);
        long since = new DateTimeOffset(2005, 11, 12, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

        IReadOnlyList<RareLineReport> rows = RareLinesReport.Of(lines.Types, top: 0, since).Rows;
        Assert.Equal(2, rows.Count);
        Assert.All(rows, static row => Assert.Contains("load average", row.Words));
    }

    [Fact]
    public void Restore_WhatWasKept_GoesOnAsIfNothingHadHappened()
    {
        (RareLines whole, _) = Read(4711, []);
        (IReadOnlyList<StoredMessageType> types, _) = whole.Types.TakeChanges();
        RareLines restored = new(new LogMiningOptions());
        restored.Restore(types, whole.Silences.TakeChanges());
        List<LogFinding> findings = [];
        restored.Found = findings.Add;
        Feed(restored, new RoutineSendmail(12).Make(new DateTime(2005, 11, 22), 1, 5_000));
        Feed(whole, new RoutineSendmail(12).Make(new DateTime(2005, 11, 22), 1, 5_000));

        Assert.Equal(Texts(whole), Texts(restored));
        Assert.Empty(findings);

        static IEnumerable<string> Texts(RareLines lines) =>
            lines.Types.Types.Select(static type => $"{type.Program} {type.Template} {type.Count} {type.FirstMs} {type.LastMs} {string.Join(',', type.Timeline.Counts.ToArray())}").Order(StringComparer.Ordinal);
    }

    private static (RareLines Lines, int Count) Read(int seed, List<LogFinding> findings)
    {
        List<(DateTime Time, string Line)> log = new RoutineSendmail(seed).Make(new DateTime(2005, 11, 10), 11, 100_000);
        log.RemoveAll(static line => line.Time > Error && line.Time < Error.AddMinutes(20));
        log.AddRange(Trouble.Select(static line => (line.Time, $"{RoutineSendmail.Stamp(line.Time)} combo {line.Message}")));
        log = [.. log.OrderBy(static line => line.Time)];
        RareLines lines = new(new LogMiningOptions()) { Found = findings.Add };
        Feed(lines, log);
        return (lines, log.Count);
    }

    private static void Feed(RareLines lines, List<(DateTime Time, string Line)> log)
    {
        LogHeaderReader headers = new(new LogClock(TimeZoneInfo.Utc, 2005, 0));
        foreach ((_, string text) in log)
        {
            byte[] line = Encoding.UTF8.GetBytes(text);
            headers.Read(line, out LogHeader header);
            lines.OnLine(header, line);
        }
    }
}
