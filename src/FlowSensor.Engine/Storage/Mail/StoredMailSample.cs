using FlowSensor.Engine.MailStatistics;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Storage.Mail;

/// <summary>Counts of a mail server in a ten-minute sample, to be added to what is stored of it.</summary>
/// <param name="Server">The server.</param>
/// <param name="Start">Start of the sample, Unix milliseconds.</param>
/// <param name="Counts">The counts.</param>
/// <param name="Clients">Connections of the day's top clients in the sample.</param>
internal sealed record StoredMailSample(
    IpAddress Server, long Start, MailSample Counts, IReadOnlyList<(IpAddress Client, int Connections)> Clients);
