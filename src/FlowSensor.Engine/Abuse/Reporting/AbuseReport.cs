using System.Security.Cryptography;
using System.Text;
using FlowSensor.Engine.Capturing;
using FlowSensor.Engine.Contacts;
using FlowSensor.Engine.Names;
using FlowSensor.Engine.Reports;
using FlowSensor.Engine.Reports.Incidents;

namespace FlowSensor.Engine.Abuse.Reporting;

/// <summary>Everything a report says; the same data give the same report.</summary>
public sealed record AbuseReport
{
    /// <summary>The incident it is about.</summary>
    public required IncidentReport Incident { get; init; }

    /// <summary>Who reports.</summary>
    public required ReportOptions Reporter { get; init; }

    /// <summary>Name of the sensor that saw it.</summary>
    public required string Sensor { get; init; }

    /// <summary>Zone of local times.</summary>
    public required TimeZoneInfo Zone { get; init; }

    /// <summary>Flow records kept, the oldest first; own destinations may be pseudonyms.</summary>
    public IReadOnlyList<ReportedFlow> Flows { get; init; } = [];

    /// <summary>What the rule said, window by window.</summary>
    public IReadOnlyList<EvidenceWindow> Windows { get; init; } = [];

    /// <summary>Exporters with their ledger over the time of the incident.</summary>
    public IReadOnlyList<ExporterReport> Ledger { get; init; } = [];

    /// <summary>Interfaces that packets were taken from, with what became of their packets over the time of the incident.</summary>
    public IReadOnlyList<InterfaceCounters> Interfaces { get; init; } = [];

    /// <summary>Packets kept of the source over the time of the incident, as a pcap file; empty where none were, and where own addresses are pseudonyms.</summary>
    public byte[] Packets { get; init; } = [];

    /// <summary>Whom it goes to, and how that was found.</summary>
    public required ContactAnswer Contact { get; init; }

    /// <summary>Envelope sender that was seen in clear text; null where none was, or where it is not kept.</summary>
    public string? MailFrom { get; init; }

    /// <summary>End of the last window over the threshold.</summary>
    public DateTimeOffset Last => Incident.Closed is DateTimeOffset closed && closed < Incident.LastSeen ? closed : Incident.LastSeen;

    /// <summary>Port of the source in the first flow record of it; 0 where none was seen.</summary>
    public int SourcePort => Flows.FirstOrDefault(flow => flow.Source == Incident.Source.ToString()).SourcePort;

    /// <summary>An identifier of version 4 form that depends on sensor and incident alone, so that a report made again is the same report.</summary>
    public Guid ReportId
    {
        get
        {
            byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{Sensor}\n{Incident.Id}"));
            hash[6] = (byte)((hash[6] & 0x0F) | 0x40);
            hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
            return new Guid(hash.AsSpan(0, 16), bigEndian: true);
        }
    }

    /// <summary>The report with what DNS says of the host.</summary>
    public AbuseReport Named(HostNames names)
    {
        ArgumentNullException.ThrowIfNull(names);
        return this with { Incident = Incident with { Name = names.ShownName, Lists = names.ShownLists } };
    }

    /// <summary>Whether the source may be blamed: its address was not forged.</summary>
    public bool IsReliable => !Incident.IsForged && Incident.Handshake == "established";
}
