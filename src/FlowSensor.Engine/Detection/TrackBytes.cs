using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Detection;

/// <summary>Suspicious sources and open incidents in the detector's kept state.</summary>
internal static class TrackBytes
{
    /// <summary>Writes all.</summary>
    public static void Save(BinaryWriter writer, IReadOnlyList<Track> tracks)
    {
        writer.Write(tracks.Count);
        foreach (Track track in tracks)
        {
            writer.Write(track.Rule.Name);
            StructBytes.Write(writer, track.Key.Source);
            StructBytes.Write(writer, track.Key.Peer);
            writer.Write(track.Key.Group);
            writer.Write(track.Suspected);
            writer.Write(track.OverSince);
            writer.Write(track.OverFor);
            writer.Write(track.Quiet);
            writer.Write(track.Told);
            writer.Write((byte)track.LevelTold);
            writer.Write(track.Incident is not null);
            if (track.Incident is not null)
            {
                IncidentBytes.Write(writer, track.Incident);
            }
        }
    }

    /// <summary>Reads all; those of rules that are gone are forgotten.</summary>
    public static void Restore(BinaryReader reader, IReadOnlyList<RuleState> rules, IncidentTracker tracker)
    {
        Dictionary<string, RuleState> byName = rules.ToDictionary(static rule => rule.Name);
        RuleState spare = new(-1, IncidentKind.Own, "", new OwnRuleOptions());
        for (int left = reader.ReadInt32(); left > 0; left--)
        {
            RuleState rule = byName.GetValueOrDefault(reader.ReadString(), spare);
            StructBytes.Read(reader, out IpAddress source);
            StructBytes.Read(reader, out IpAddress peer);
            TrackKey key = new(rule.Number, source, peer, reader.ReadString());
            Track track = new(rule, key, reader.ReadInt64())
            {
                OverSince = reader.ReadInt64(),
                OverFor = reader.ReadInt64(),
                Quiet = reader.ReadInt64(),
                Told = reader.ReadInt64(),
                LevelTold = (IncidentLevel)reader.ReadByte(),
                Finding = new Finding { ExporterIndex = -1 },
            };
            track.Incident = reader.ReadBoolean() ? IncidentBytes.Read(reader, rule, key) : null;
            if (rule != spare)
            {
                tracker.Restore(track);
            }
        }
    }
}
