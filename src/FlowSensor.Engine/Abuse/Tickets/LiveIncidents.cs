using FlowSensor.Engine.Detection;

namespace FlowSensor.Engine.Abuse.Tickets;

/// <summary>
/// Incidents that this process saw open in live traffic. What a replay put into the store, before or beside it, is none of them: nobody is called for
/// what happened in a file. Safe for any thread.
/// </summary>
public sealed class LiveIncidents
{
    // As many as may be open at once; beyond, the oldest wait for a person.
    private const int Most = 10_000;

    private readonly Lock _gate = new();
    private readonly HashSet<string> _known = [];
    private readonly Queue<string> _order = new();

    /// <summary>Takes note of a change in live traffic; only an opening counts.</summary>
    public void Note(IncidentChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        if (change.Kind != IncidentChangeKind.Opened)
        {
            return;
        }

        lock (_gate)
        {
            if (!_known.Add(change.Incident.Id))
            {
                return;
            }

            _order.Enqueue(change.Incident.Id);
            if (_order.Count > Most)
            {
                _known.Remove(_order.Dequeue());
            }
        }
    }

    /// <summary>True for an incident that was seen to open.</summary>
    public bool Contains(string incident)
    {
        lock (_gate)
        {
            return _known.Contains(incident);
        }
    }
}
