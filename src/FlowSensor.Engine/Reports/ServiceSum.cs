namespace FlowSensor.Engine.Reports;

/// <summary>What is stored of one service and direction over a time.</summary>
/// <param name="Service">Name of the service.</param>
/// <param name="Direction"><c>request</c>, <c>response</c> or <c>any</c>.</param>
/// <param name="Flows">Flow records.</param>
/// <param name="Packets">Packets as observed.</param>
/// <param name="Octets">Octets as observed.</param>
/// <param name="EstimatedPackets">Packets multiplied by the sampling interval.</param>
/// <param name="EstimatedOctets">Octets multiplied by the sampling interval.</param>
/// <param name="MostSources">Different sources in the window that had most.</param>
/// <param name="UnknownSampling">Flow records whose sampling interval is not known.</param>
public sealed record ServiceSum(
    string Service, string Direction, long Flows, long Packets, long Octets, long EstimatedPackets, long EstimatedOctets, long MostSources, long UnknownSampling);
