using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Reports;
using FlowSensor.Engine.Storage;
using FlowSensor.Engine.Traffic;
using FlowSensor.Protocols.Addressing;
using Microsoft.Data.Sqlite;

namespace FlowSensor.Engine.Tests.Storage.Columns;

/// <summary>A store of a day and some hours whose sources are of every kind, and the plain way of ranking them: every row read and added up.</summary>
public sealed class StoreOfSources : IDisposable
{
    public const long Midnight = 1_767_225_600_000;
    public const long Hour = 3_600_000;
    private const long Window = 600_000;
    private const int Hours = 29;
    private const int Draws = 60;

    private static readonly ServiceDirection[] Services = [new(0, "all", TrafficDirection.Any, false), new(1, "smtp", TrafficDirection.Request, true)];

    private readonly Random _random = new(7);

    public StoreOfSources()
    {
        using SensorStore store = SensorStore.Open(new StoreOptions { Path = Folder });
        for (int hour = 0; hour < Hours; hour++)
        {
            long start = Midnight + (hour * Hour);
            for (long window = start; window < start + Hour; window += Window)
            {
                store.Add(new StoredSpan { Kind = SpanKind.Window, Start = window, End = window + Window, Sources = [.. Services.Select(service => new StoredSources(service, Draw(window)))] });
            }

            // The last hour is not over.
            if (hour < Hours - 1)
            {
                store.Add(new StoredSpan { Kind = SpanKind.Hour, Start = start, End = start + Hour });
            }

            if (hour == 23)
            {
                store.Add(new StoredSpan { Kind = SpanKind.Day, Start = Midnight, End = Midnight + (24 * Hour) });
            }
        }
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("flowsensor").FullName;

    public static TimeRange Whole { get; } = new(Midnight, Midnight + (Hours * Hour));

    /// <summary>Times with and without days, hours and windows at their edges.</summary>
    public static TimeRange[] Ranges { get; } =
        [Whole, new(Midnight + (2 * Window), Whole.To - (2 * Window)), new(Midnight, Midnight + (24 * Hour)), new(Midnight + Hour, Midnight + (9 * Hour)), new(Midnight, Midnight + (3 * Window))];

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    public SqliteConnection Connect()
    {
        SqliteConnection connection = new($"Data Source={Path.Combine(Folder, "flowsensor.db")};Pooling=False");
        connection.Open();
        return connection;
    }

    public long Change(string sql)
    {
        using SqliteConnection connection = Connect();
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of the tests.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command.ExecuteScalar() is long number ? number : 0;
    }

    /// <summary>The whole ranking, by reading every row of every span.</summary>
    internal static List<RankedSource> Plainly(StoreReader store, SourcesQuestion question)
    {
        SpanCover cover = SpanCover.Of(store.Connection, question.Range, SpanKind.Day, SourceSpans.WithSources);
        long service = StoredService.Find(store.Connection, question.Service, question.Direction)!.Id;
        BandScale bands = new(new TrafficOptions().Bands);
        using SqliteCommand command = store.Connection.CreateCommand();
        command.CommandText = """
            SELECT source, flows, packets, octets, estimated_packets, estimated_octets, destinations, syn_packets, first, last, next_hop
            FROM sources WHERE service = $service AND span IN (SELECT value FROM json_each($spans))
            """;
        command.Parameters.AddWithValue("$service", service);
        command.Parameters.AddWithValue("$spans", cover.Ids);
        List<(byte[] Source, RankedSource Row, byte[] Hop)> rows = [];
        using (SqliteDataReader reader = command.ExecuteReader())
        {
            while (reader.Read())
            {
                rows.Add((reader.GetFieldValue<byte[]>(0), SourceRows.Read(reader, 0, bands), reader.IsDBNull(10) ? [] : reader.GetFieldValue<byte[]>(10)));
            }
        }

        IEnumerable<RankedSource> summed = rows
            .Where(row => question.Network is not IpPrefix network || network.Contains(IpAddress.FromBytes(row.Source)))
            .GroupBy(static row => row.Row.Source).Select(group => Sum([.. group], bands));
        IOrderedEnumerable<RankedSource> ordered = question.IsAscending ? summed.OrderBy(By) : summed.OrderByDescending(By);
        if (question.Order == SourceOrder.Source)
        {
            ordered = question.IsAscending ? ordered.ThenBy(Octets, Comparer) : ordered.ThenByDescending(Octets, Comparer);
        }

        return [.. ordered.ThenByDescending(static row => row.Flows).ThenByDescending(static row => row.Octets).ThenBy(static row => Octets(row).Length).ThenBy(Octets, Comparer).Select(static (row, i) => row with { Rank = i + 1 })];

        long By(RankedSource row) => question.Order switch
        {
            SourceOrder.Packets => row.Packets,
            SourceOrder.Octets => row.Octets,
            SourceOrder.Destinations => row.Destinations,
            SourceOrder.Last => row.Last.ToUnixTimeMilliseconds(),
            SourceOrder.Source => Octets(row).Length,
            _ => row.Flows,
        };
    }

    private static Comparer<byte[]> Comparer { get; } = Comparer<byte[]>.Create(static (one, other) => one.AsSpan().SequenceCompareTo(other));

    private static byte[] Octets(RankedSource row) => AddressBlob.Of(IpAddress.Parse(row.Source));

    private static RankedSource Sum((byte[] Source, RankedSource Row, byte[] Hop)[] rows, BandScale bands)
    {
        long flows = rows.Sum(static row => row.Row.Flows);
        byte[] hop = rows.Select(static row => row.Hop).Max(Comparer)!;
        return new RankedSource
        {
            Source = rows[0].Row.Source,
            Flows = flows,
            Packets = rows.Sum(static row => row.Row.Packets),
            Octets = rows.Sum(static row => row.Row.Octets),
            EstimatedPackets = rows.Sum(static row => row.Row.EstimatedPackets),
            EstimatedOctets = rows.Sum(static row => row.Row.EstimatedOctets),
            Destinations = rows.Max(static row => row.Row.Destinations),
            SynPackets = rows.Sum(static row => row.Row.SynPackets),
            First = rows.Min(static row => row.Row.First),
            Last = rows.Max(static row => row.Row.Last),
            NextHop = hop.Length == 0 ? null : IpAddress.FromBytes(hop).ToString(),
            Band = bands.Labels[bands.BandOf((ulong)flows)],
        };
    }

    // Few flows and few sizes, so that many are equal by what they are ranked by.
    private SourceTraffic[] Draw(long start) =>
    [
        .. Enumerable.Range(0, Draws).Select(_ => _random.Next(900)).Distinct().Select(number => new SourceTraffic
        {
            Source = SourceOf(number),
            Counts = new TrafficCounts
            {
                Flows = (ulong)_random.Next(1, 4),
                Packets = (ulong)_random.Next(1, 300),
                Octets = (ulong)(_random.Next(1, 4) * 40),
                EstimatedPackets = (ulong)_random.NextInt64(1, 40_000_000_000),
                EstimatedOctets = (ulong)_random.NextInt64(1, 40_000_000_000_000),
            },
            Destinations = _random.Next(1, 200),
            SynPackets = (uint)_random.Next(3),
            First = start + _random.Next(-90_000, 100),
            Last = start + _random.Next(100, (int)Window),
            ExporterIndex = 0,
            NextHop = _random.Next(5) switch { 0 => default, 1 => IpAddress.Parse("2001:db8::1"), int hop => IpAddress.FromIPv4(0xC000_0200 + (uint)hop) },
        }),
    ];

    private static IpAddress SourceOf(int number) => (number % 5) switch
    {
        0 => new IpAddress(0x2001_0DB8_0000_0000, (ulong)number),
        1 => new IpAddress(0x2001_0DB8_0000_0000 + (ulong)number, 0xFFFF_FFFF_0000_0001),
        2 => IpAddress.FromIPv4(0xC633_6400 + (uint)(number % 251)),
        _ => IpAddress.FromIPv4((uint)number * 4_771_237),
    };
}
