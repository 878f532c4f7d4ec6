using System.Text;
using FlowSensor.Engine.Logs.Findings;
using FlowSensor.Engine.Logs.Rare;
using FlowSensor.Engine.Logs.Silences;
using FlowSensor.Protocols.Logs;

namespace FlowSensor.Engine.Tests.Logs.Silences;

public sealed class ProgramSilencesTests
{
    private const long Minute = 60_000;
    private const long Hour = 60 * Minute;
    private const long Day = 24 * Hour;
    private const long Start = 1_700_006_400_000;

    [Fact]
    public void TooLong_RegularProgramStops_IsFoundWithItsLimits()
    {
        RareLines lines = New();
        for (long time = Start; time < Start + Day; time += Minute)
        {
            if (time <= Start + (5 * Hour) || time >= Start + (7 * Hour))
            {
                Add(lines, time, "named", "listening");
            }
        }

        Silence silence = Assert.Single(lines.Silences.TooLong(lines.Types.Lines));
        Assert.Equal((Start + (5 * Hour), Start + (7 * Hour)), (silence.FromMs, silence.ToMs));
        Assert.InRange(silence.UsualMs, Minute, 2 * Minute);
        Assert.False(silence.IsAfterRare);
    }

    [Fact]
    public void TooLong_QuietNightEveryNight_IsUsual()
    {
        RareLines lines = New();
        for (int day = 0; day < 5; day++)
        {
            for (long time = 6 * Hour; time < 22 * Hour; time += Minute)
            {
                Add(lines, Start + (day * Day) + time, "postfix/smtpd", "connect from a[192.0.2.1]");
            }
        }

        Assert.Empty(lines.Silences.TooLong(lines.Types.Lines));
    }

    [Fact]
    public void TooLong_SameSilenceAfterRareLine_NeedsLess()
    {
        RareLines lines = New();
        for (long time = Start; time < Start + Day; time += Minute)
        {
            bool isSilent = (time > Start + (5 * Hour) && time < Start + (5 * Hour) + (5 * Minute)) || (time > Start + (9 * Hour) && time < Start + (9 * Hour) + (5 * Minute));
            if (!isSilent)
            {
                Add(lines, time, "cron", "job done");
            }

            if (time == Start + (9 * Hour))
            {
                Add(lines, time + 1, "kernel", "I/O error on disk");
            }
        }

        Silence silence = Assert.Single(lines.Silences.TooLong(lines.Types.Lines));
        Assert.Equal(Start + (9 * Hour), silence.FromMs);
        Assert.True(silence.IsAfterRare);
    }

    [Fact]
    public void Add_ClockSetBackAndLateLines_AreNoSilences()
    {
        RareLines lines = New();
        Regular(lines, Start, 200);
        Regular(lines, Start + (100 * Minute), 200);
        Add(lines, Start + (299 * Minute) - 20_000, "cron", "job done");
        Regular(lines, Start + (300 * Minute), 10);

        Assert.Equal(1, lines.Silences.SetBack);
        Assert.Empty(lines.Silences.TooLong(lines.Types.Lines));
    }

    [Fact]
    public void Begun_ProgramFallsSilent_IsToldOnceAndItsEndToo()
    {
        List<LogFinding> findings = [];
        RareLines lines = New();
        lines.Found = findings.Add;
        Regular(lines, Start, 200);
        long last = Start + (199 * Minute);
        lines.Advance(last + (4 * Minute));
        Assert.Empty(findings);
        lines.Advance(last + (12 * Minute));
        lines.Advance(last + (13 * Minute));
        LogFinding begun = Assert.Single(findings);
        Assert.Equal((LogFindingKind.Gap, last, "cron", null), (begun.Kind, begun.TimeMs, begun.Program, begun.UntilMs));

        Add(lines, last + (20 * Minute), "cron", "job done");
        Assert.Equal(2, findings.Count);
        Assert.Equal((LogFindingKind.Gap, last, last + (20 * Minute)), (findings[1].Kind, findings[1].TimeMs, findings[1].UntilMs));
    }

    [Fact]
    public void Add_MoreProgramsThanKept_OnesHeardLongestAgoGo()
    {
        RareLines lines = New();
        for (int i = 0; i < 2_000; i++)
        {
            lines.OnLine(new LogHeader { TimeMs = Start + i, Host = Encoding.ASCII.GetBytes($"h{i}"), Program = "p"u8, Message = "hello there"u8 }, default);
        }

        Assert.Equal(512, lines.Silences.Programs.Count);
        Assert.Equal(2_000 - 512, lines.Silences.Evicted);
        Assert.InRange(lines.HostsEvicted, 1, 2_000);

        // What was stored and goes must be deleted; what was never stored need not.
        Assert.Equal((512, 0), (lines.Silences.TakeChanges().Count, lines.Silences.TakeGone().Count));
        lines.OnLine(new LogHeader { TimeMs = Start + 5_000, Host = "new"u8, Program = "p"u8, Message = "hello there"u8 }, default);
        Assert.Equal(("h1488", "p"), Assert.Single(lines.Silences.TakeGone()));
    }

    private static RareLines New() => new(new LogMiningOptions());

    private static void Regular(RareLines lines, long from, int count)
    {
        for (int i = 0; i < count; i++)
        {
            Add(lines, from + (i * Minute), "cron", "job done");
        }
    }

    private static void Add(RareLines lines, long time, string program, string message)
    {
        byte[] text = Encoding.UTF8.GetBytes(message);
        lines.OnLine(new LogHeader { TimeMs = time, Host = "host"u8, Program = Encoding.UTF8.GetBytes(program), Message = text }, text);
    }
}
