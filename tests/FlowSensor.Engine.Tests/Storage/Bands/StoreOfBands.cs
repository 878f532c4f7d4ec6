using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Reports;
using FlowSensor.Engine.Storage;
using FlowSensor.Engine.Traffic;
using Microsoft.Data.Sqlite;

namespace FlowSensor.Engine.Tests.Storage.Bands;

/// <summary>
/// A store of two days and some hours with services whose bands hours have, windows alone have, and hardly any window has, and the plain way of summing
/// them up: one window after the other.
/// </summary>
public sealed class StoreOfBands : IDisposable
{
    public const long Midnight = 1_767_225_600_000;
    public const long Hour = 3_600_000;
    public const long Minute = 60_000;
    public const int Hours = 53;

    private const string WithBands = """
        EXISTS (SELECT 1 FROM bands b JOIN service_directions d ON d.id = b.service
                WHERE b.span = spans.id AND ($service IS NULL OR d.service = $service) AND ($subject IS NULL OR b.subject = $subject))
        """;

    private static readonly string[] Labels = ["1-10", "11-100", ">100", "other"];

    private static readonly ServiceDirection Smtp = new(0, "smtp", TrafficDirection.Request, true);

    private static readonly ServiceDirection[] Always =
        [Smtp, new(1, "www", TrafficDirection.Request, true), new(2, "www", TrafficDirection.Response, false), new(3, "all", TrafficDirection.Any, false)];

    private static readonly ServiceDirection Rare = new(4, "pop3", TrafficDirection.Request, true);

    private readonly Random _random = new(11);

    public StoreOfBands()
    {
        using SensorStore store = Open();
        for (int hour = 0; hour < Hours; hour++)
        {
            long start = Midnight + (hour * Hour);
            AddWindows(store, start, hour);
            if (hour < Hours - 1)
            {
                AddHour(store, start);
            }

            if (hour % 24 == 23)
            {
                long day = Midnight + (hour / 24 * 24 * Hour);
                store.Add(new StoredSpan { Kind = SpanKind.Day, Start = day, End = day + (24 * Hour), Bands = [.. Draw(Smtp, BandSubject.Source)] });
            }
        }
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("flowsensor").FullName;

    /// <summary>Times at edges of days, hours and windows, and between them.</summary>
    public static IEnumerable<TimeRange> Ranges
    {
        get
        {
            yield return default;
            yield return new TimeRange(Midnight, null);
            yield return new TimeRange(null, Midnight + (30 * Hour) + 1);
            foreach (long from in (long[])[-5 * Hour, 0, 1, 10 * Minute, Hour - 1, Hour, (7 * Hour) + (35 * Minute), 8 * Hour, 9 * Hour, (9 * Hour) + (3 * Minute), 12 * Hour, 52 * Hour])
            {
                foreach (long length in (long[])[25 * Minute, Hour, (2 * Hour) + 1, 6 * Hour, 30 * Hour, 100 * Hour])
                {
                    yield return new TimeRange(Midnight + from, Midnight + from + length);
                }
            }
        }
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    public SensorStore Open(TimeSpan? windows = null) =>
        SensorStore.Open(new StoreOptions { Path = Folder, Retention = new RetentionOptions { Windows = windows ?? TimeSpan.FromDays(90) } });

    public void AddWindow(SensorStore store, long start, long length, bool hasRare = false)
    {
        ArgumentNullException.ThrowIfNull(store);
        List<BandTotal> bands = [];
        foreach (ServiceDirection service in hasRare ? [.. Always, Rare] : Always)
        {
            // Now and then there is nothing of a service.
            if (_random.Next(6) > 0)
            {
                bands.AddRange(Draw(service, BandSubject.Source));
                bands.AddRange(service.KeepsPairs && service != Smtp ? Draw(service, BandSubject.Pair) : []);
            }
        }

        store.Add(new StoredSpan { Kind = SpanKind.Window, Start = start, End = start + length, Bands = bands });
    }

    public void AddHour(SensorStore store, long start)
    {
        ArgumentNullException.ThrowIfNull(store);
        store.Add(new StoredSpan { Kind = SpanKind.Hour, Start = start, End = start + Hour, Bands = start % (5 * Hour) == 0 ? [] : [.. Draw(Smtp, BandSubject.Source)] });
    }

    public long Change(string sql)
    {
        using SqliteConnection connection = new($"Data Source={Path.Combine(Folder, "flowsensor.db")};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of the tests.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command.ExecuteScalar() is long number ? number : 0;
    }

    /// <summary>The sum over the spans that answer, looked for one by one.</summary>
    internal static StoreAnswer<BucketReport> Plainly(StoreReader store, TimeRange range, string? service, string? direction, string? subject)
    {
        SpanCover? cover = null;
        for (SpanKind kind = SpanKind.Day; range is { From: null, To: null } && cover is null && kind >= SpanKind.Window; kind--)
        {
            if (new SpanCandidates(store.Connection, kind, WithBands, service, subject).Newest() is (long id, long start, long end))
            {
                cover = new SpanCover($"[{id}]", 1, start, end);
            }
        }

        cover ??= SpanCover.Of(store.Connection, range, SpanKind.Day, WithBands, WithBands, service, subject);
        using SqliteCommand command = store.Connection.CreateCommand();
        command.CommandText = """
            SELECT d.service, d.direction, b.subject, b.band, sum(b.keys), sum(b.flows), sum(b.packets), sum(b.octets)
            FROM bands b JOIN service_directions d ON d.id = b.service
            WHERE b.span IN (SELECT value FROM json_each($spans))
              AND ($service IS NULL OR d.service = $service) AND ($direction IS NULL OR d.direction = $direction) AND ($subject IS NULL OR b.subject = $subject)
            GROUP BY d.id, b.subject, b.band
            ORDER BY d.service = 'all', d.service, d.direction, b.subject, min(b.position)
            """;
        command.Parameters.AddWithValue("$spans", cover.Ids);
        command.Parameters.AddWithValue("$service", (object?)service ?? DBNull.Value);
        command.Parameters.AddWithValue("$direction", (object?)direction ?? DBNull.Value);
        command.Parameters.AddWithValue("$subject", (object?)subject ?? DBNull.Value);
        List<BucketReport> rows = [];
        using SqliteDataReader reader = command.ExecuteReader();
        while (reader.Read())
        {
            rows.Add(new BucketReport(reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetInt64(4),
                (ulong)reader.GetInt64(5), (ulong)reader.GetInt64(6), (ulong)reader.GetInt64(7)));
        }

        return cover.Answer(BucketRatios.AddTo(rows));
    }

    // Of most hours windows of ten minutes, of some windows that reach into the next hour, or lie upon each other, or none at all.
    private void AddWindows(SensorStore store, long start, int hour)
    {
        long length = hour == 8 ? 14 * Minute : 10 * Minute;
        for (long window = start; window < start + Hour && hour % 17 != 16; window += length)
        {
            AddWindow(store, window, length, hasRare: hour == 11 && window == start + (30 * Minute));
            if (hour == 13)
            {
                AddWindow(store, window + (5 * Minute), length);
            }
        }
    }

    private IEnumerable<BandTotal> Draw(ServiceDirection service, BandSubject by)
    {
        foreach (string label in Labels)
        {
            if (_random.Next(4) > 0)
            {
                yield return new BandTotal(service, by, label, _random.Next(1_000), (ulong)_random.Next(10_000), (ulong)_random.Next(100_000), (ulong)_random.NextInt64(1L << 40));
            }
        }
    }
}
