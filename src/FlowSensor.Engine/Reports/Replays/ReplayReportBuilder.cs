using FlowSensor.Engine.Collection;
using FlowSensor.Engine.Intake;
using FlowSensor.Engine.Replay;
using FlowSensor.Engine.Traffic;

namespace FlowSensor.Engine.Reports.Replays;

/// <summary>Makes the report of a replay from what its parts counted.</summary>
/// <param name="top">Sources listed of each service and direction; 0 for all.</param>
/// <param name="services">Services to list; empty for all.</param>
public sealed class ReplayReportBuilder(int top, IReadOnlyCollection<string> services)
{
    private const string AllTraffic = "all";

    /// <summary>Makes the report.</summary>
    /// <param name="input">What was read.</param>
    /// <param name="collector">The collector; null when no exports were read.</param>
    /// <param name="packets">The intake of packets; null when none were read.</param>
    /// <param name="traffic">Everything accounted.</param>
    /// <param name="groups">Groups of the traffic; null where nothing is grouped.</param>
    /// <param name="elapsed">Wall time.</param>
    public ReplayReport Build(ReplayInput input, Collector? collector, PacketIntake? packets, TrafficSpan traffic, IReadOnlyList<GroupTotal>? groups, TimeSpan elapsed)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(traffic);
        List<ServiceTotal> listed = [.. traffic.Services.Where(total => Lists(total.ServiceDirection))];
        return new ReplayReport
        {
            Input = new InputReport(input.Files, input.Packets, input.Octets, Time(input.FirstNs), Time(input.LastNs)),
            Ledger = collector is null ? null : Ledger(collector.Total()),
            Packets = packets is null ? null : PacketLedgerReport.Of(packets),
            Exporters = collector is null ? null : Exporters(collector),
            Totals = Totals(traffic),
            Services = [.. listed.Select(Service)],
            Sources = [.. listed.SelectMany(total => traffic.TopSources(total.ServiceDirection, top).Select(source => Source(total.ServiceDirection, source)))],
            Groups = groups is null ? null : [.. groups.Where(total => Lists(total.ServiceDirection)).Select(Group)],
            Buckets = [.. traffic.Bands.Where(band => Lists(band.ServiceDirection)).Select(Bucket)],
            ElapsedS = Math.Round(elapsed.TotalSeconds, 3),
        };
    }

    private bool Lists(ServiceDirection service) => services.Count == 0 || services.Contains(service.Service);

    private static LedgerReport Ledger(Ledger ledger) => new()
    {
        Datagrams = ledger.Datagrams,
        Decoded = ledger.Decoded,
        Dropped = Enum.GetValues<DropCause>().ToDictionary(DropCauseText.Of, ledger.Dropped),
        Records = ledger.Records,
        OptionsRecords = ledger.OptionsRecords,
        Templates = ledger.Templates,
        SequenceLost = ledger.SequenceLost,
        Duplicates = ledger.DuplicateRecords > 0 ? ledger.DuplicateRecords : null,
        Pending = ledger.Pending,
    };

    private static List<ExporterReport> Exporters(Collector collector) =>
    [
        .. collector.Exporters.All
            .OrderBy(static exporter => exporter.Key.Address).ThenBy(static exporter => exporter.Key.Version).ThenBy(static exporter => exporter.Key.ObservationDomainId)
            .Select(static exporter => new ExporterReport
            {
                Exporter = exporter.Key.Address.ToString(),
                Version = exporter.Key.Version,
                Domain = exporter.Key.ObservationDomainId,
                Datagrams = exporter.Ledger.Datagrams,
                Records = exporter.Ledger.Records,
                SequenceLost = exporter.Ledger.SequenceLost,
                Duplicates = exporter.Ledger.DuplicateRecords > 0 ? exporter.Ledger.DuplicateRecords : null,
                Sampling = exporter.SamplingInterval,
            }),
    ];

    private static TotalsReport Totals(TrafficSpan traffic)
    {
        TrafficCounts all = traffic.Services.FirstOrDefault(static total => total.ServiceDirection.Service == AllTraffic).Counts;
        ulong full = traffic.Tables.Sources.TableFull;
        return new TotalsReport(all.Flows, all.Packets, all.Octets, all.EstimatedPackets, all.EstimatedOctets, traffic.SourceCount, full == 0 ? null : full);
    }

    private static ServiceReport Service(ServiceTotal total) => new(
        total.ServiceDirection.Service, Direction(total.ServiceDirection), total.Counts.Flows, total.Counts.Packets, total.Counts.Octets, total.Sources,
        total.ServiceDirection.KeepsPairs ? total.Pairs : null);

    private static SourceReport Source(ServiceDirection service, SourceTraffic source) => new(
        service.Service, Direction(service), source.Source.ToString(), source.Counts.Flows, source.Counts.Packets, source.Counts.Octets, source.Destinations);

    private static GroupReport Group(GroupTotal total) => new(
        total.ServiceDirection.Service, Direction(total.ServiceDirection), TrafficNames.Subject(total.By), total.Name, total.Counts.Flows, total.Counts.Packets, total.Counts.Octets);

    private static BucketReport Bucket(BandTotal band) => new(
        band.ServiceDirection.Service, Direction(band.ServiceDirection), TrafficNames.Subject(band.By), band.Band, band.Keys, band.Flows, band.Packets, band.Octets);

    private static string Direction(ServiceDirection service) => TrafficNames.Direction(service.Direction);

    private static DateTimeOffset? Time(long? nanoseconds) =>
        nanoseconds is long value ? DateTimeOffset.FromUnixTimeMilliseconds((long)Math.Floor(value / 1e6)) : null;
}
