namespace FlowSensor.Engine.Reports;

/// <summary>Traffic of one group in one service and direction.</summary>
/// <param name="Service">Name of the service.</param>
/// <param name="Direction"><c>request</c>, <c>response</c> or <c>any</c>.</param>
/// <param name="By"><c>next_hop</c> or <c>institution</c>.</param>
/// <param name="Name">Next hop or institution; <c>unknown</c> where none is known, <c>other</c> for what found no room.</param>
/// <param name="Flows">Flow records.</param>
/// <param name="Packets">Packets as observed.</param>
/// <param name="Octets">Octets as observed.</param>
public sealed record GroupReport(string Service, string Direction, string By, string Name, ulong Flows, ulong Packets, ulong Octets);
