using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Contacts.Institutions;

namespace FlowSensor.Hosting;

/// <summary>What a sensor is started with.</summary>
/// <param name="Options">The configuration.</param>
/// <param name="Institutions">The institutions of its files.</param>
/// <param name="Configuration">Its file, to be read again on SIGHUP; null for none.</param>
/// <param name="Replay">Captures to feed first.</param>
/// <param name="User">Whom to become once everything is open; null to stay who started it.</param>
internal sealed record SensorStart(SensorOptions Options, ContactDirectory Institutions, string? Configuration, IReadOnlyList<string> Replay, string? User = null);
