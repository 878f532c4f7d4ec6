using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.MailStatistics;

/// <summary>Nc(i): a client's connections to a server over the day.</summary>
/// <param name="Client">The client.</param>
/// <param name="Connections">Connections in the day.</param>
/// <param name="Error">By how much <paramref name="Connections"/> may be too high; 0 as long as clients fit the table.</param>
/// <param name="Samples">Connections in each sample.</param>
internal sealed record MailClientCurve(IpAddress Client, long Connections, long Error, int[] Samples);
