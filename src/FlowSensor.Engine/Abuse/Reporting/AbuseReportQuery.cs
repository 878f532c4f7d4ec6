using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Contacts;
using FlowSensor.Engine.Reports.Incidents;
using FlowSensor.Engine.Storage;
using FlowSensor.Engine.Storage.Incidents;
using FlowSensor.Engine.Storage.Packets;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Abuse.Reporting;

/// <summary>Gathers from the store what a report says.</summary>
/// <param name="store">The store.</param>
/// <param name="options">The configuration.</param>
/// <param name="contacts">Finds whom it goes to.</param>
public sealed class AbuseReportQuery(StoreReader store, SensorOptions options, ContactResolver contacts)
{
    private const int AllEvidence = 100_000;

    /// <summary>The report of an incident; null when there is none of that identifier.</summary>
    /// <param name="id">Identifier.</param>
    /// <param name="pseudonymize">Name own hosts by numbers.</param>
    /// <param name="now">Unix milliseconds, for the age of what contacts were found from.</param>
    /// <param name="cancellation">Ends the questions to directories elsewhere.</param>
    /// <param name="withPackets">Read the packets kept, too, which only the bundle has.</param>
    /// <exception cref="StoreException">The database failed.</exception>
    public async Task<AbuseReport?> AskAsync(string id, bool pseudonymize, long now, CancellationToken cancellation, bool withPackets = true)
    {
        IncidentsQuery incidents = new(store);
        if (incidents.Ask(new IncidentFilter { Id = id }) is not [IncidentReport incident])
        {
            return null;
        }

        ContactAnswer contact = await contacts.ResolveAsync(incident.Source, default, now, cancellation).ConfigureAwait(false);
        Pseudonyms names = new(pseudonymize ? options.Sensor.Networks : [], incident.Source);
        TimeRange range = new(incident.Opened.ToUnixTimeMilliseconds(), incident.LastSeen.ToUnixTimeMilliseconds() + 1);
        return new AbuseReport
        {
            Incident = incident,
            Reporter = options.Reports,
            Sensor = options.Sensor.Name,
            Zone = options.Sensor.TimeZone,
            Flows = [.. incidents.Flows(incident, AllEvidence).Select(flow => ReportedFlow.Of(flow, names.Of))],
            Windows = incidents.Windows(incident, AllEvidence),
            Ledger = new ExportersQuery(store).Ask(range).Rows,
            Packets = pseudonymize || !withPackets ? [] : SliceFiles.Read(store.Folder, incident.Source, incident.Suspected.ToUnixTimeMilliseconds(), incident.LastSeen.ToUnixTimeMilliseconds() + 1),
            Interfaces = new InterfacesQuery(store).Ask(range).Rows,
            Contact = contact,
        };
    }

    /// <summary>Identifiers of a source's incidents over a time, the gravest first.</summary>
    /// <exception cref="StoreException">The database failed.</exception>
    public IReadOnlyList<string> IncidentsOf(IpAddress source, TimeRange range) =>
        [.. new IncidentsQuery(store).Ask(new IncidentFilter { Source = source, Range = range }).OrderByDescending(static incident => incident.Peak).Select(static incident => incident.Id)];
}
