using FlowSensor.Engine.Detection;
using FlowSensor.Engine.Output.Notifications;

namespace FlowSensor.Engine.Tests.Notifications;

public sealed class NoticeQueueTests
{
    private const long Hour = 3_600_000;

    [Fact]
    public void Add_HundredThousandAtOnce_FewMessagesAndTheSummaryCountsTheRest()
    {
        NoticeQueue queue = new(new NotifyOptions { Burst = 10, PerHour = 60 });
        for (int offender = 0; offender < 100_000; offender++)
        {
            queue.Add(Incidents.Notice(Incidents.Source(offender), severity: 50 + (offender % 50)), 0);
        }

        List<Notice> single = [];
        List<NoticeDigest> digests = [];
        Drain(queue, 0, single, digests);

        NoticeDigest digest = Assert.Single(digests);
        Assert.Equal(9, single.Count);
        Assert.Equal(100_000, single.Count + digest.Count);
        Assert.Equal(NoticeDigest.Listed, digest.Worst.Count);
        Assert.All(digest.Worst, static notice => Assert.Equal(99, notice.Incident.Severity));
        Assert.Equal([(IncidentKind.SmtpSender, IncidentChangeKind.Opened, 99_991L)], digest.Counts);
        Assert.Equal(0, queue.Waiting);
    }

    [Fact]
    public void TryTake_EightHoursOfOffenders_NoFasterThanTheLimit()
    {
        NoticeQueue queue = new(new NotifyOptions { Burst = 5, PerHour = 12 });
        List<Notice> single = [];
        List<NoticeDigest> digests = [];
        int offender = 0;
        for (long now = 0; now < 8 * Hour; now += 10_000)
        {
            queue.Add(Incidents.Notice(Incidents.Source(offender++)), now);
            Drain(queue, now, single, digests);
        }

        Assert.InRange(single.Count + digests.Count, 8 * 12, (8 * 12) + 5);
        Assert.Equal(offender, single.Count + digests.Sum(static digest => digest.Count) + queue.Waiting);
    }

    [Fact]
    public void Add_SameChangeOfSameSource_ToldAgainOnlyLater()
    {
        NoticeQueue queue = new(new NotifyOptions { RepeatAfter = TimeSpan.FromMinutes(30) });
        List<Notice> single = [];
        foreach (int minute in new[] { 0, 5, 29, 31, 40 })
        {
            queue.Add(Incidents.Notice(), minute * 60_000);
            Drain(queue, minute * 60_000, single, []);
        }

        Assert.Equal((2, 3L), (single.Count, queue.Repeated));
    }

    [Fact]
    public void Add_Unwanted_NothingIsTold()
    {
        NoticeQueue queue = new(new NotifyOptions { Least = IncidentLevel.High, Kinds = [IncidentKind.SmtpSender], On = [IncidentChangeKind.Opened] });

        queue.Add(Incidents.Notice("192.0.2.1", severity: 69), 0);
        queue.Add(Incidents.Notice("192.0.2.2", kind: IncidentKind.PingStorm), 0);
        queue.Add(Incidents.Notice("192.0.2.3", IncidentChangeKind.Updated), 0);
        queue.Add(Incidents.Notice("192.0.2.4", muted: true), 0);
        Assert.Equal(0, queue.Waiting);

        queue.Add(Incidents.Notice("192.0.2.5"), 0);
        Assert.Equal(1, queue.Waiting);
    }

    [Fact]
    public void Add_EndOfWhatWasTold_ToldThoughItsLevelFell()
    {
        NoticeQueue queue = new(new NotifyOptions { Least = IncidentLevel.High });

        queue.Add(Incidents.Notice("192.0.2.1", severity: 80), 0);
        queue.Add(Incidents.Notice("192.0.2.1", IncidentChangeKind.Closed, severity: 10), 1_000);
        queue.Add(Incidents.Notice("192.0.2.2", IncidentChangeKind.Closed, severity: 10), 1_000);

        Assert.Equal(2, queue.Waiting);
    }

    [Fact]
    public void Wait_TokensSpent_UntilTheNext()
    {
        NoticeQueue queue = new(new NotifyOptions { Burst = 2, PerHour = 60 });
        Assert.Null(queue.Wait(0));
        for (int offender = 0; offender < 5; offender++)
        {
            queue.Add(Incidents.Notice(Incidents.Source(offender)), 0);
        }

        Drain(queue, 0, [], []);
        queue.Add(Incidents.Notice(Incidents.Source(9)), 0);

        Assert.Equal(60_000, queue.Wait(0));
        Assert.False(queue.TryTake(59_000, out _, out _));
        Assert.True(queue.TryTake(60_001, out Notice? notice, out _));
        Assert.NotNull(notice);
    }

    private static void Drain(NoticeQueue queue, long now, List<Notice> single, List<NoticeDigest> digests)
    {
        while (queue.TryTake(now, out Notice? notice, out NoticeDigest? digest))
        {
            if (notice is not null)
            {
                single.Add(notice);
            }
            else
            {
                digests.Add(digest!);
            }
        }
    }
}
