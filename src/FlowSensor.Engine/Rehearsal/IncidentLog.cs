using FlowSensor.Engine.Detection;
using FlowSensor.Engine.Storage;
using FlowSensor.Engine.Storage.Incidents;

namespace FlowSensor.Engine.Rehearsal;

/// <summary>Keeps every incident as it was told last.</summary>
internal sealed class IncidentLog : IIncidentSink
{
    private readonly Dictionary<string, int> _places = [];
    private readonly List<Incident> _incidents = [];

    /// <summary>The incidents, in the order in which they opened.</summary>
    public IReadOnlyList<Incident> Incidents => _incidents;

    /// <summary>Whether there is an incident of that identifier.</summary>
    public bool Has(string id) => _places.ContainsKey(id);

    /// <inheritdoc/>
    public void OnChange(IncidentChange change) => Take(change.Incident);

    /// <summary>Takes an incident as it is known last.</summary>
    public void Take(Incident incident)
    {
        if (_places.TryAdd(incident.Id, _incidents.Count))
        {
            _incidents.Add(incident);
        }
        else
        {
            _incidents[_places[incident.Id]] = incident;
        }
    }

    /// <summary>Takes the incidents out of what a pipeline would store, and drops the rest.</summary>
    public void OnItem(StoredItem item)
    {
        if (item is StoredIncident incident)
        {
            OnChange(incident.Change);
        }
    }
}
