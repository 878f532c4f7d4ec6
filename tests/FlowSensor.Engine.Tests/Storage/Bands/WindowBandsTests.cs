using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Reports;
using FlowSensor.Engine.Storage;
using FlowSensor.Engine.Storage.Bands;
using FlowSensor.Engine.Traffic;

namespace FlowSensor.Engine.Tests.Storage.Bands;

/// <summary>Bands of windows, summed up by hour: the answer is that of one window after the other, whatever was written, written again or deleted.</summary>
public sealed class WindowBandsTests : IDisposable
{
    private const string SummedHours = "SELECT count(*) FROM band_hours";
    private const long Start = StoreOfBands.Midnight;
    private const long Hour = StoreOfBands.Hour;
    private const long Minute = StoreOfBands.Minute;

    private readonly StoreOfBands _stored = new();

    public void Dispose() => _stored.Dispose();

    [Fact]
    public void Ask_AnyTime_IsTheSumOverWindows()
    {
        Assert.Equal(StoreOfBands.Hours - 1, _stored.Change(SummedHours));
        Assert.True(Check() > 1_000);
    }

    [Fact]
    public void Ask_WholeHours_ReadsOnlyTheWindowsThatHaveNoSums()
    {
        using StoreReader store = StoreReader.Open(_stored.Folder);
        BandCover cover = BandCover.Of(store.Connection, new TimeRange(Start + (10 * Minute), Start + (7 * Hour) + (20 * Minute)), "www", null);
        BandCover overlapping = BandCover.Of(store.Connection, new TimeRange(Start + (12 * Hour), Start + (15 * Hour)), "www", "source");
        BandCover absent = BandCover.Of(store.Connection, new TimeRange(Start, Start + (48 * Hour)), "smtp", "pair");
        BandCover newest = BandCover.Of(store.Connection, default, "pop3", null);

        Assert.Equal(6, Ids(cover.Hours));
        Assert.InRange(Ids(cover.Spans), 1, 7);
        Assert.Equal(2, Ids(overlapping.Hours));
        Assert.InRange(Ids(overlapping.Spans), 4, 6);
        Assert.Equal((0, 0), (Ids(absent.Hours), Ids(absent.Spans)));
        Assert.Equal((0, 1), (Ids(newest.Hours), Ids(newest.Spans)));
    }

    [Fact]
    public void Ask_OfAnOlderStore_AddsUpWindowsUntilHoursAreFilledIn()
    {
        _stored.Change("PRAGMA foreign_keys = ON; DELETE FROM band_hours WHERE start / 3600000 % 3 = 0");
        Check();
        _stored.Change("PRAGMA foreign_keys = ON; DELETE FROM band_hours");
        Assert.Equal(0, _stored.Change("SELECT (SELECT count(*) FROM band_sums) + (SELECT count(*) FROM band_times)"));
        Check();
        OlderSpans older = new();
        using StoreWriter writer = StoreWriter.Open(new StoreOptions { Path = _stored.Folder }, isDurable: false);
        Fill(older, writer);
        Assert.Equal(24, _stored.Change(SummedHours));
        Check();

        // One that is gone by then.
        _stored.Change($"PRAGMA foreign_keys = ON; DELETE FROM spans WHERE kind = 1 AND start = {Start + Hour}");
        Fill(older, writer);
        Fill(older, writer);

        // Not the three that have no windows.
        Assert.Equal(StoreOfBands.Hours - 5, _stored.Change(SummedHours));
        Assert.Empty(writer.OlderSpans());
        Check();
    }

    [Fact]
    public void Window_WrittenAfterItsHour_CountsAtOnce()
    {
        using (SensorStore store = _stored.Open())
        {
            // One that is there already, one in the middle of a gap, and one that reaches over two hours.
            _stored.AddWindow(store, Start + (5 * Hour), 10 * Minute);
            _stored.AddWindow(store, Start + (16 * Hour) + (20 * Minute), 10 * Minute);
            _stored.AddWindow(store, Start + (33 * Hour) + (55 * Minute), 10 * Minute);
        }

        Assert.Equal(StoreOfBands.Hours - 4, _stored.Change(SummedHours));
        Check();
        using (SensorStore store = _stored.Open())
        {
            _stored.AddHour(store, Start + (5 * Hour));
            _stored.AddHour(store, Start + (16 * Hour));
            _stored.AddHour(store, Start + (33 * Hour));
        }

        Assert.Equal(StoreOfBands.Hours - 1, _stored.Change(SummedHours));
        Check();
    }

    [Fact]
    public void Windows_ThatAreDeleted_CountNoMore()
    {
        using (SensorStore store = _stored.Open(windows: TimeSpan.FromMinutes((30 * 60) + 25)))
        {
            _stored.AddHour(store, Start + ((StoreOfBands.Hours - 1) * Hour));
        }

        Assert.InRange(_stored.Change("SELECT min(start) FROM spans WHERE kind = 0"), Start + (22 * Hour) + 1, Start + (23 * Hour) - 1);
        Check();
        using StoreReader reader = StoreReader.Open(_stored.Folder);
        Assert.Empty(new BandsQuery(reader).Ask(new TimeRange(Start, Start + (20 * Hour)), "www", null, null).Rows);
        Assert.NotEmpty(new BandsQuery(reader).Ask(new TimeRange(Start, Start + (24 * Hour)), "www", null, null).Rows);
    }

    private static void Fill(OlderSpans older, StoreWriter writer)
    {
        older.HourStored();
        while (older.IsDue)
        {
            older.FillOne(writer);
        }
    }

    private static int Ids(string list) => list == "[]" ? 0 : list.Split(',').Length;

    private int Check()
    {
        int rows = 0;
        using StoreReader store = StoreReader.Open(_stored.Folder);
        foreach (TimeRange range in StoreOfBands.Ranges)
        {
            foreach (string? service in (string?[])[null, "smtp", "www", "pop3", "nosuch"])
            {
                foreach ((string? direction, BandSubject? by) in ((string?, BandSubject?)[])[(null, null), (null, BandSubject.Source), ("request", BandSubject.Pair)])
                {
                    StoreAnswer<BucketReport> plainly = StoreOfBands.Plainly(store, range, service, direction, by is BandSubject subject ? TrafficNames.Subject(subject) : null);
                    StoreAnswer<BucketReport> answer = new BandsQuery(store).Ask(range, service, direction, by);
                    Assert.Equal((plainly.Spans, plainly.From, plainly.To), (answer.Spans, answer.From, answer.To));
                    Assert.Equal(plainly.Rows, answer.Rows);
                    rows += answer.Rows.Count;
                }
            }
        }

        return rows;
    }
}
