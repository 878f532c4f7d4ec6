using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Detection;

/// <summary>An incident in the detector's kept state.</summary>
internal static class IncidentBytes
{
    /// <summary>Writes an incident.</summary>
    public static void Write(BinaryWriter writer, Incident incident)
    {
        writer.Write(incident.Id);
        writer.Write((byte)incident.Role);
        foreach (long value in (ReadOnlySpan<long>)[incident.Suspected, incident.Opened, incident.Detected, incident.LastSeen, incident.Gap, incident.Peers, incident.Sources])
        {
            writer.Write(value);
        }

        foreach (int value in (ReadOnlySpan<int>)[incident.Severity, incident.Peak, incident.Windows])
        {
            writer.Write(value);
        }

        foreach (ulong value in (ReadOnlySpan<ulong>)[incident.Flows, incident.Packets, incident.Octets])
        {
            writer.Write(value);
        }

        writer.Write((byte)incident.Handshake);
        writer.Write(incident.IsForged);
        writer.Write(incident.IsMuted);
        writer.Write(incident.AcknowledgedBy);
        StructBytes.Write(writer, incident.NextHop);
        writer.Write(incident.Contributions.Count);
        foreach (Contribution part in incident.Contributions)
        {
            writer.Write(part.Feature);
            writer.Write(part.Value);
            writer.Write(part.Points);
            writer.Write(part.Words);
        }
    }

    /// <summary>Reads an incident of a rule and key. Numbers of exporters are those of one run: which one told of it is not known any more.</summary>
    public static Incident Read(BinaryReader reader, RuleState rule, TrackKey key)
    {
        Incident incident = new()
        {
            Kind = rule.Kind,
            Rule = rule.Name,
            Source = key.Source,
            Peer = key.Peer,
            Group = key.Group,
            Id = reader.ReadString(),
            Role = (IncidentRole)reader.ReadByte(),
            Suspected = reader.ReadInt64(),
            Opened = reader.ReadInt64(),
            Detected = reader.ReadInt64(),
            LastSeen = reader.ReadInt64(),
            Gap = reader.ReadInt64(),
            Peers = reader.ReadInt64(),
            Sources = reader.ReadInt64(),
            Severity = reader.ReadInt32(),
            Peak = reader.ReadInt32(),
            Windows = reader.ReadInt32(),
            Flows = reader.ReadUInt64(),
            Packets = reader.ReadUInt64(),
            Octets = reader.ReadUInt64(),
            Handshake = (HandshakeEvidence)reader.ReadByte(),
            IsForged = reader.ReadBoolean(),
            IsMuted = reader.ReadBoolean(),
            AcknowledgedBy = reader.ReadString(),
        };
        StructBytes.Read(reader, out IpAddress nextHop);
        Contribution[] parts = new Contribution[Math.Clamp(reader.ReadInt32(), 0, 64)];
        for (int i = 0; i < parts.Length; i++)
        {
            parts[i] = new Contribution(reader.ReadString(), reader.ReadDouble(), reader.ReadInt32(), reader.ReadString());
        }

        return incident with { NextHop = nextHop, Contributions = parts };
    }
}
