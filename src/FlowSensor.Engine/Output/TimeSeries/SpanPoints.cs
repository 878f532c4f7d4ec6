using System.Globalization;
using FlowSensor.Engine.Collection;
using FlowSensor.Engine.Storage;
using FlowSensor.Engine.Traffic;

namespace FlowSensor.Engine.Output.TimeSeries;

/// <summary>Points of a closed window.</summary>
/// <param name="recent">Takes them.</param>
/// <param name="names">Admits exporters, next hops and institutions.</param>
/// <param name="topSources">Ranks of a list of sources.</param>
internal sealed class SpanPoints(RecentPoints recent, NameGuards names, int topSources)
{
    // Where there is no exporter: packets of the sensor's own, and exporters beyond the table.
    private const string Local = "local";

    private static readonly string[] LedgerCauses = [.. Measurements.Ledger.Fields.Where(static field => field.StartsWith("dropped_", StringComparison.Ordinal)).Select(static field => field["dropped_".Length..])];

    // An exporter may be silent in the span whose traffic closes, so its name is remembered from the spans before.
    private readonly Dictionary<int, string> _exporters = [];

    /// <summary>Adds what a window says.</summary>
    public void Add(StoredSpan span)
    {
        AddLedgers(span);
        AddTotals(span);
        foreach (BandTotal band in span.Bands)
        {
            recent.Points.Add(
                Key(Measurements.Band, band.ServiceDirection, TrafficNames.Subject(band.By), band.Band),
                span.Start,
                [band.Keys, (long)band.Flows, (long)band.Packets, (long)band.Octets]);
        }

        foreach (GroupTotal group in span.Groups)
        {
            bool isNextHop = group.By == GroupSubject.NextHop;
            string name = group.Name is GroupTotal.Unknown or GroupTotal.Other ? group.Name : (isNextHop ? names.NextHops : names.Institutions).Admit(group.Name);
            recent.Points.Add(
                Key(isNextHop ? Measurements.NextHop : Measurements.Institution, group.ServiceDirection, name), span.Start, [.. Counts(group.Counts)]);
        }

        AddTopSources(span);
    }

    private static SeriesKey Key(MeasurementLayout layout, ServiceDirection service, string third = "", string fourth = "") =>
        new(layout, service.Service, TrafficNames.Direction(service.Direction), third, fourth);

    private static long[] Counts(in TrafficCounts counts) =>
        [(long)counts.Flows, (long)counts.Packets, (long)counts.Octets, (long)counts.EstimatedPackets, (long)counts.EstimatedOctets];

    private void AddTotals(StoredSpan span)
    {
        foreach (ScopeTotal total in span.Totals)
        {
            SeriesKey series = new(
                Measurements.Traffic,
                _exporters.GetValueOrDefault(total.ExporterIndex, Local),
                total.ServiceDirection.Service,
                TrafficNames.Direction(total.ServiceDirection.Direction),
                TrafficNames.Scope(total.Scope));
            recent.Points.Add(series, span.Start, [.. Counts(total.Counts), (long)total.UnknownSampling]);
        }

        foreach (ServiceTotal service in span.Services)
        {
            recent.Points.Add(
                Key(Measurements.Service, service.ServiceDirection),
                span.Start,
                [.. Counts(service.Counts), (long)service.UnknownSampling, service.Sources, service.Pairs, (long)service.Other.Flows]);
        }
    }

    private void AddLedgers(StoredSpan span)
    {
        long[] sum = new long[Measurements.Ledger.Fields.Count];
        foreach (ExporterLedger ledger in span.Ledgers)
        {
            long[] values = Values(ledger);
            Measurements.Ledger.Merge(sum, [.. values, ledger.KernelDropped]);
            if (ledger.ExporterIndex >= 0)
            {
                _exporters[ledger.ExporterIndex] = names.Exporters.Admit(ledger.Exporter.Address.ToString());
                recent.Points.Add(KeyOf(ledger.Exporter), span.Start, [.. values, ledger.Sampling ?? MeasurementLayout.None]);
            }
        }

        recent.Points.Add(new SeriesKey(Measurements.Ledger), span.Start, sum);
    }

    private SeriesKey KeyOf(ExporterIdentity exporter)
    {
        string address = exporter.Address.ToString();
        string version = exporter.Version.ToString(CultureInfo.InvariantCulture);
        string domain = exporter.Domain.ToString(CultureInfo.InvariantCulture);
        return names.Domains.Admit($"{address} {version} {domain}") == NameGuard.Other
            ? new SeriesKey(Measurements.Exporter, NameGuard.Other, NameGuard.Other, NameGuard.Other)
            : new SeriesKey(Measurements.Exporter, address, version, domain);
    }

    private static long[] Values(ExporterLedger ledger) =>
    [
        ledger.Datagrams, ledger.Decoded, ledger.Dropped.Values.Sum(), .. LedgerCauses.Select(cause => ledger.Dropped.GetValueOrDefault(cause)),
        ledger.Records, ledger.OptionsRecords, ledger.Templates, ledger.SequenceLost,
    ];

    private void AddTopSources(StoredSpan span)
    {
        foreach (StoredSources kept in span.Sources)
        {
            SeriesKey list = Key(Measurements.TopSource, kept.ServiceDirection);
            foreach (SourceTraffic source in kept.Sources.Take(topSources))
            {
                string nextHop = source.NextHop.IsNone ? "" : source.NextHop.ToString();
                recent.Lists.Add(
                    list, span.Start, new RankedRow(source.Source.ToString(), [.. Counts(source.Counts), source.Destinations, (long)source.SynPackets], nextHop));
            }
        }
    }
}
