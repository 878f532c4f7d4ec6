using FlowSensor.Engine.Detection;
using FlowSensor.Engine.Storage.Incidents;

namespace FlowSensor.Engine.Output.TimeSeries;

/// <summary>Points of incidents: how many are open of each kind, and each beginning, rise and end for annotations.</summary>
/// <param name="recent">Takes the counts.</param>
/// <param name="writer">Takes the events.</param>
/// <param name="windowMs">Length of a window.</param>
internal sealed class IncidentPoints(RecentPoints recent, ITimeSeriesWriter writer, long windowMs)
{
    // Events of one window stand a millisecond apart, so that none takes the place of another.
    private const int MostEvents = 1_000;

    // Windows whose events are counted at a time; changes come in the order of time, or nearly so.
    private const int MostWindows = 16;

    private readonly Dictionary<IncidentKind, HashSet<string>> _open = Enum.GetValues<IncidentKind>().ToDictionary(static kind => kind, static _ => new HashSet<string>());
    private readonly Dictionary<long, int> _events = [];

    /// <summary>Adds a change.</summary>
    public void Add(StoredIncident incident)
    {
        (IncidentChangeKind change, Incident now, long time) = incident.Change;
        HashSet<string> open = _open[now.Kind];
        bool isClosed = change == IncidentChangeKind.Closed;
        _ = isClosed ? open.Remove(now.Id) : open.Add(now.Id);
        long start = time - windowMs;
        recent.Points.Add(
            new SeriesKey(Measurements.Incident, IncidentKinds.NameOf(now.Kind)),
            start,
            [change == IncidentChangeKind.Opened ? 1 : 0, change == IncidentChangeKind.Escalated ? 1 : 0, isClosed ? 1 : 0, open.Count]);
        if (change != IncidentChangeKind.Updated)
        {
            WriteEvent(incident, start);
        }
    }

    /// <summary>Adds how many are open at a window, of every kind.</summary>
    public void AddOpen(long start)
    {
        foreach ((IncidentKind kind, HashSet<string> open) in _open)
        {
            recent.Points.Add(new SeriesKey(Measurements.Incident, IncidentKinds.NameOf(kind)), start, [0, 0, 0, open.Count]);
        }
    }

    private void WriteEvent(StoredIncident incident, long start)
    {
        (IncidentChangeKind change, Incident now, _) = incident.Change;
        long window = start - (start % windowMs);
        int number = _events.GetValueOrDefault(window);
        if (number == MostEvents)
        {
            return;
        }

        if (number == 0 && _events.Count == MostWindows)
        {
            _events.Remove(_events.Keys.Min());
        }

        _events[window] = number + 1;
        writer.Begin(new SeriesKey(Measurements.IncidentEvent));
        writer.Field("kind", IncidentKinds.NameOf(now.Kind));
        writer.Field("change", IncidentKinds.NameOf(change));
        writer.Field("severity", now.Severity);
        writer.Field("id", now.Id);
        writer.Field("rule", now.Rule);
        writer.Field("source", now.Source.IsNone ? "" : now.Source.ToString());
        writer.Field("institution", incident.Institution);
        writer.End(window + number);
    }
}
