using FlowSensor.Engine.Collection;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Storage;
using FlowSensor.Engine.Traffic;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Generator.Stores;

/// <summary>
/// Fills a store as a sensor of many days would have, through the sensor's own writer: windows with sources, bands, groups and ledgers, the hours and
/// days above them, mail servers, what packets told, incidents with evidence, findings in logs. Half of the draws come from few sources.
/// </summary>
/// <param name="options">How much.</param>
internal sealed class FilledStore(FilledStoreOptions options)
{
    private const long Window = 60_000;
    private const long Hour = 3_600_000;
    private const long Day = 86_400_000;

    private static readonly (string Service, TrafficDirection Direction, int Share)[] Kinds =
    [
        ("dns", TrafficDirection.Request, 30), ("dns", TrafficDirection.Response, 6), ("www", TrafficDirection.Request, 28), ("www", TrafficDirection.Response, 8),
        ("smtp", TrafficDirection.Request, 14), ("smtp", TrafficDirection.Response, 4), ("imap", TrafficDirection.Request, 3), ("pop3", TrafficDirection.Request, 2),
        ("icmp", TrafficDirection.Any, 2), ("syn", TrafficDirection.Any, 2), ("submission", TrafficDirection.Request, 1),
    ];

    private readonly ServiceDirection[] _services =
        [new(0, "all", TrafficDirection.Any, false), .. Kinds.Select(static (kind, i) => new ServiceDirection(i + 1, kind.Service, kind.Direction, kind.Service == "smtp"))];

    private SeededRandom _random = new(SeededRandom.Mix(options.Seed));
    private uint _swept;

    /// <summary>Fills the store.</summary>
    /// <param name="progress">Told the number of each day that is written.</param>
    public void Run(Action<int>? progress = null)
    {
        using SensorStore store = SensorStore.Open(new StoreOptions { Path = options.Folder });
        FilledDetails details = new(options, store);
        SourceSums[] hour = NewSums();
        SourceSums[] day = NewSums();
        for (long start = options.Start; start < options.Start + (options.Days * Day); start += Window)
        {
            SourceSums[] window = Draw(start);
            store.Add(WindowOf(window, start));
            details.AddWindow(start);
            Add(hour, window);
            if ((start + Window) % Hour == 0)
            {
                store.Add(LongerOf(hour, SpanKind.Hour, start + Window - Hour, Hour));
                Add(day, hour);
                hour = NewSums();
            }

            if ((start + Window) % Day == 0)
            {
                store.Add(LongerOf(day, SpanKind.Day, start + Window - Day, Day));
                day = NewSums();
                progress?.Invoke((int)((start + Window - options.Start) / Day));
            }
        }

        details.AddRest();
    }

    /// <summary>Address of a source.</summary>
    public static IpAddress SourceAddress(uint index) => index % 10 == 0
        ? new IpAddress(0x2001_0DB8_0000_0000UL | (index >> 8), 0x0200_00FF_FE00_0000UL | (index & 0xFF))
        : IpAddress.FromIPv4(0x0A00_0000 + 1 + index);

    private static void Add(SourceSums[] sums, SourceSums[] others)
    {
        for (int i = 0; i < sums.Length; i++)
        {
            sums[i].Add(others[i]);
        }
    }

    private SourceSums[] NewSums() => [.. _services.Select(static service => new SourceSums(service))];

    private SourceSums[] Draw(long start)
    {
        SourceSums[] sums = NewSums();
        for (int i = 0; i < options.Draws; i++)
        {
            ulong dice = _random.Next();
            uint index = (dice & 7) == 0 ? _swept++ % (uint)options.Sources : Crowded(dice);
            ulong host = SeededRandom.Mix(index + options.Seed);
            int kind = KindOf((int)(SeededRandom.Mix(host + ((dice >> 8) & 1)) % 100));
            TrafficCounts counts = Counts(index, dice);
            IpAddress source = SourceAddress(index);
            IpAddress hop = IpAddress.FromIPv4(0xCB00_7101 + (uint)(host % 8));
            sums[0].Add(source, counts, hop, start);
            sums[kind + 1].Add(source, counts, hop, start);
        }

        return sums;
    }

    private uint Crowded(ulong draw)
    {
        double u = (draw >> 11) * (1.0 / (1UL << 53));
        return (uint)Math.Min(options.Sources - 1, u * u * u * options.Sources);
    }

    private static int KindOf(int percent)
    {
        for (int kind = 0; kind < Kinds.Length; kind++)
        {
            percent -= Kinds[kind].Share;
            if (percent < 0)
            {
                return kind;
            }
        }

        return 0;
    }

    // Few sources make most of the flows.
    private TrafficCounts Counts(uint index, ulong dice)
    {
        ulong flows = 1 + ((dice >> 40) & 3) + ((ulong)options.Sources / (ulong)(1 + (index * 4UL)) / 8);
        ulong packets = flows * (2 + ((dice >> 44) & 15));
        ulong octets = packets * (60 + ((dice >> 48) & 1023));
        return new TrafficCounts { Flows = flows, Packets = packets, Octets = octets, EstimatedPackets = packets * 10, EstimatedOctets = octets * 10 };
    }

    private static StoredSpan WindowOf(SourceSums[] window, long start) => new()
    {
        Kind = SpanKind.Window,
        Start = start,
        End = start + Window,
        SourceCount = window[0].Count,
        Services = [.. window.Select(static sums => sums.Total())],
        Bands = [.. window.SelectMany(static sums => sums.Bands())],
        Sources = [.. window.Select(static sums => new StoredSources(sums.Service, sums.Sources()))],
        Groups = [.. window.SelectMany(static sums => sums.Groups())],
        Totals = [.. window.Select(static sums => new ScopeTotal(0, sums.Service, TrafficScope.Outbound, sums.Total().Counts, 0))],
        Ledgers = [.. Enumerable.Range(0, 8).Select(exporter => Ledger(exporter, start))],
    };

    private static ExporterLedger Ledger(int exporter, long start)
    {
        long lost = (start / Window) % 97 == exporter ? 12 : 0;
        return new ExporterLedger
        {
            ExporterIndex = exporter,
            Exporter = new ExporterIdentity(IpAddress.FromIPv4(0xC000_0201 + (uint)exporter), exporter % 2 == 0 ? 9 : 10, (ulong)exporter),
            Datagrams = 40,
            Decoded = 40 - (lost > 0 ? 1 : 0),
            Records = 900,
            SequenceLost = lost,
            Sampling = 10,
            Dropped = new Dictionary<string, long> { ["malformed"] = lost > 0 ? 1 : 0 },
        };
    }

    private static StoredSpan LongerOf(SourceSums[] sums, SpanKind kind, long start, long length) => new()
    {
        Kind = kind,
        Start = start,
        End = start + length,
        Bands = [.. sums.Where(static service => service.IsRolling).SelectMany(static service => service.Bands())],
        Sources = kind == SpanKind.Hour ? [.. sums.Where(static service => service.IsRolling).Select(static service => new StoredSources(service.Service, service.Sources()))] : [],
    };
}
