using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Reports.Incidents;

/// <summary>What a rule said of a suspicious host in one window.</summary>
/// <param name="Host">The host.</param>
/// <param name="Rule">The rule.</param>
/// <param name="Start">Start of the window, Unix milliseconds.</param>
/// <param name="End">End of the window.</param>
/// <param name="Ratio">The measure over its threshold.</param>
/// <param name="Severity">Severity, 0 to 100.</param>
/// <param name="Flows">Flows.</param>
/// <param name="Packets">Packets.</param>
/// <param name="Octets">Octets.</param>
/// <param name="Peers">Different other ends.</param>
/// <param name="Smtp">What SMTP servers answered it, as a JSON object; empty where nothing was seen.</param>
public readonly record struct EvidenceWindow(
    IpAddress Host, string Rule, long Start, long End, double Ratio, int Severity, long Flows, long Packets, long Octets, long Peers, string Smtp);
