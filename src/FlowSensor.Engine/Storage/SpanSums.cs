using FlowSensor.Engine.Traffic;

namespace FlowSensor.Engine.Storage;

/// <summary>Sums the windows of one clock hour or day at a time.</summary>
internal sealed class SpanSums
{
    private readonly SpanKind _kind;
    private readonly long _length;
    private readonly RollingTraffic _traffic;
    private long _start = -1;
    private long _end;

    public SpanSums(SpanKind kind, TrafficOptions options, IReadOnlyList<ServiceDirection> services)
    {
        _kind = kind;
        TimeSpan length = kind == SpanKind.Day ? TimeSpan.FromDays(1) : TimeSpan.FromHours(1);
        _length = (long)length.TotalMilliseconds;

        // One slot as long as the span: it holds the clock hour or day that the newest window lies in, and nothing else.
        _traffic = new RollingTraffic(options, services, 1, length);
    }

    /// <summary>Adds a window; one of another span must not come before <see cref="TakeIfBefore"/>.</summary>
    public void Add(ClosedWindow window)
    {
        long start = window.Start - (window.Start % _length);
        if (_start != start)
        {
            _start = start;
            _end = start;
        }

        _end = Math.Min(Math.Max(_end, window.End), start + _length);
        _traffic.Add(window);
    }

    /// <summary>Gives the span that is open when it does not hold a moment, and ends it.</summary>
    public StoredSpan? TakeIfBefore(long time)
    {
        if (_start < 0 || (time >= _start && time < _start + _length))
        {
            return null;
        }

        StoredSpan span = new()
        {
            Kind = _kind,
            Start = _start,
            End = _end,
            Bands = _traffic.Bands(),
            Sources = _kind == SpanKind.Hour ? [.. _traffic.ServiceDirections.Select(service => new StoredSources(service, Sources(service)))] : [],
        };
        _start = -1;
        return span;
    }

    // Destinations, sampling and times are known where a window kept the source too; the store merges them.
    private SourceTraffic[] Sources(ServiceDirection service) => _traffic.Top(service, BandSubject.Source, 0, row => new SourceTraffic
    {
        Source = row.Source,
        Counts = new TrafficCounts { Flows = row.Flows, Packets = row.Packets, Octets = row.Octets, EstimatedPackets = row.Packets, EstimatedOctets = row.Octets },
        Destinations = 1,
        First = _end,
        Last = _start,
        ExporterIndex = -1,
    });
}
