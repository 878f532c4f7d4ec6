using FlowSensor.Engine.Contacts;
using FlowSensor.Engine.Detection;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Storage.Incidents;

/// <summary>Hands changes of incidents to the store, with whose the source is.</summary>
/// <param name="add">Takes what is to be stored.</param>
/// <param name="contactOf">Gives whose an address is, by files and routes; null for nobody.</param>
internal sealed class IncidentRecorder(Action<StoredItem> add, Func<IpAddress, ContactAnswer>? contactOf) : IIncidentSink
{
    // Exporters write 0.0.0.0 for "none".
    private static readonly IpAddress Unspecified = IpAddress.FromIPv4(0);

    /// <inheritdoc/>
    public void OnChange(IncidentChange change)
    {
        Incident incident = change.Incident;
        ContactAnswer? answer = contactOf is null || incident.Source.IsNone ? null : contactOf(incident.Source);
        IpAddress nextHop = answer is null || answer.NextHop.IsNone ? incident.NextHop : answer.NextHop;
        nextHop = nextHop == Unspecified ? default : nextHop;
        add(new StoredIncident
        {
            Change = change with { Incident = incident with { NextHop = nextHop } },
            Institution = answer?.Institution is { Length: > 0 } institution ? institution : incident.Group,
            Contact = answer?.Contacts is [Contact first, ..] ? first.Mail : "",
        });
    }
}
