using System.Text.Json;
using FlowSensor.Engine.Detection;
using FlowSensor.Engine.Reports.Incidents;
using Microsoft.Data.Sqlite;

namespace FlowSensor.Engine.Storage.Incidents;

/// <summary>Writes incidents, their changes, evidence and the detector's state. Used by the store's one thread.</summary>
internal sealed class IncidentWriter : IDisposable
{
    private static readonly string[] Columns =
    [
        "kind", "rule", "source", "peer", "group_name", "role", "suspected", "opened", "detected", "last_seen", "closed", "severity", "peak",
        "contributions", "handshake", "forged", "windows", "gap", "flows", "packets", "octets", "peers", "sources", "next_hop", "muted",
        "acknowledged_by", "institution", "contact",
    ];

    // Known later than the incident, and not with each of its changes.
    private static readonly string[] NameColumns = ["name", "lists"];

    private readonly UpsertStatement _incident;
    private readonly UpsertStatement _change;
    private readonly UpsertStatement _window;
    private readonly UpsertStatement _state;
    private readonly InsertStatement _flow;
    private readonly SqliteConnection _connection;
    private readonly int _mostFlows;

    /// <summary>Prepares the statements.</summary>
    /// <param name="connection">The store.</param>
    /// <param name="mostFlows">Flow records of evidence kept in all.</param>
    public IncidentWriter(SqliteConnection connection, int mostFlows)
    {
        _connection = connection;
        _mostFlows = mostFlows;
        _incident = new UpsertStatement(connection, "incidents", [("id", ColumnMerge.Key), .. Columns.Select(static name => (name, ColumnMerge.Last)), .. NameColumns.Select(static name => (name, ColumnMerge.LastFilled))]);
        _change = new UpsertStatement(connection, "incident_changes",
            ("incident", ColumnMerge.Key), ("time", ColumnMerge.Key), ("change", ColumnMerge.Key), ("severity", ColumnMerge.Last));
        _window = new UpsertStatement(connection, "evidence_windows",
            ("host", ColumnMerge.Key), ("rule", ColumnMerge.Key), ("start", ColumnMerge.Key), ("\"end\"", ColumnMerge.Last), ("ratio", ColumnMerge.Last),
            ("severity", ColumnMerge.Last), ("flows", ColumnMerge.Last), ("packets", ColumnMerge.Last), ("octets", ColumnMerge.Last), ("peers", ColumnMerge.Last),
            ("smtp", ColumnMerge.Last));
        _state = new UpsertStatement(connection, "detector_state", ("id", ColumnMerge.Key), ("time", ColumnMerge.Last), ("body", ColumnMerge.Last));
        _flow = new InsertStatement(connection, "evidence_flows", "host", "source", "destination", "source_port", "destination_port", "protocol", "tcp_flags",
            "packets", "octets", "first", "last", "exporter", "next_hop");
    }

    /// <summary>Writes a change and the incident as it is after it.</summary>
    public void Write(StoredIncident stored)
    {
        Incident incident = stored.Change.Incident;
        _incident.Run(
            incident.Id, IncidentKinds.NameOf(incident.Kind), incident.Rule, ColumnValue.OfOrNull(incident.Source), ColumnValue.OfOrNull(incident.Peer), incident.Group,
            IncidentKinds.NameOf(incident.Role), incident.Suspected, incident.Opened, incident.Detected, incident.LastSeen, incident.Closed, incident.Severity, incident.Peak,
            JsonSerializer.Serialize(incident.Contributions, IncidentJson.Default.IReadOnlyListContribution), IncidentKinds.NameOf(incident.Handshake), incident.IsForged,
            incident.Windows, incident.Gap, incident.Flows, incident.Packets, incident.Octets, incident.Peers, incident.Sources, ColumnValue.OfOrNull(incident.NextHop),
            incident.IsMuted, incident.AcknowledgedBy, stored.Institution, stored.Contact, stored.Name, stored.Lists);
        _change.Run(incident.Id, stored.Change.Time, IncidentKinds.NameOf(stored.Change.Kind), incident.Severity);
    }

    /// <summary>Writes evidence; the oldest flow records give way where there are too many.</summary>
    public void Write(StoredEvidence evidence, SqliteTransaction transaction)
    {
        foreach (EvidenceFlow flow in evidence.Flows)
        {
            _flow.Run(ColumnValue.Of(flow.Host), ColumnValue.Of(flow.Source), ColumnValue.Of(flow.Destination), flow.SourcePort, flow.DestinationPort, flow.Protocol,
                flow.TcpFlags, flow.Packets, flow.Octets, flow.First, flow.Last, ColumnValue.OfOrNull(flow.Exporter), ColumnValue.OfOrNull(flow.NextHop));
        }

        foreach (EvidenceWindow window in evidence.Windows)
        {
            _window.Run(ColumnValue.Of(window.Host), window.Rule, window.Start, window.End, window.Ratio, window.Severity, window.Flows, window.Packets, window.Octets,
                window.Peers, window.Smtp);
        }

        if (evidence.Flows.Count > 0)
        {
            using SqliteCommand command = _connection.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = "DELETE FROM evidence_flows WHERE id <= (SELECT max(id) FROM evidence_flows) - $most";
            command.Parameters.AddWithValue("$most", _mostFlows);
            command.ExecuteNonQuery();
        }
    }

    /// <summary>Writes what DNS says of an incident's source.</summary>
    public void Write(StoredIncidentNames names, SqliteTransaction transaction)
    {
        using SqliteCommand command = _connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "UPDATE incidents SET name = $name, lists = $lists WHERE id = $id";
        command.Parameters.AddWithValue("$name", names.Name);
        command.Parameters.AddWithValue("$lists", names.Lists);
        command.Parameters.AddWithValue("$id", names.Incident);
        command.ExecuteNonQuery();
    }

    /// <summary>Writes the detector's state in place of the one before.</summary>
    public void Write(StoredDetectorState state) => _state.Run(1, state.Time, state.Body);

    /// <inheritdoc/>
    public void Dispose()
    {
        _incident.Dispose();
        _change.Dispose();
        _window.Dispose();
        _state.Dispose();
        _flow.Dispose();
    }
}
