namespace FlowSensor.Engine.Detection;

/// <summary>Counts of a detector since its start.</summary>
/// <param name="Windows">Windows judged.</param>
/// <param name="Open">Incidents open now.</param>
/// <param name="Suspects">Suspicious sources followed now, those with an incident included.</param>
/// <param name="MailSources">SMTP senders followed now.</param>
/// <param name="Servers">Mail servers and resolvers known now.</param>
/// <param name="Unlisted">Findings that found no room; those over a threshold are in summary incidents.</param>
/// <param name="TableFull">Senders, servers and probing hosts that found no room in their table.</param>
/// <param name="GapMs">Milliseconds without data.</param>
public readonly record struct DetectionCounters(
    long Windows, int Open, int Suspects, int MailSources, int Servers, long Unlisted, long TableFull, long GapMs);
