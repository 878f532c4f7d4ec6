using FlowSensor.Engine.MailStatistics;
using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.Smtp;

namespace FlowSensor.Engine.Tests.MailStatistics;

/// <summary>A mail server's day of given totals, spread over its samples as people work.</summary>
internal sealed class SyntheticDay(MailServerStatistics statistics, IpAddress server, DateOnly day)
{
    private static readonly IpAddress ManyClients = IpAddress.Parse("198.51.100.0");

    internal SyntheticDay Queries(int total) => Spread(total, (time, _) => statistics.DnsQuery(server, time));

    internal SyntheticDay Connections(int total, int fromOne = 0) => Spread(
        total, (time, index) => statistics.SmtpConnection(
            server, index < fromOne ? IpAddress.Parse("203.0.113.66") : IpAddress.FromIPv4(ManyClients.IPv4 + (uint)(index % 200)), submission: false, time));

    internal SyntheticDay Accepted(int total) =>
        Spread(total, (time, _) => statistics.MessageAccepted(server, submission: false, estimated: false, time));

    internal SyntheticDay Pop3(int total) =>
        Spread(total, (time, _) => statistics.MailboxLogin(server, MailboxProtocol.Pop3, accepted: true, estimated: false, time));

    internal SyntheticDay Rejected(SmtpRejectClass rejectClass, int total, int ofOneRecipient = 0) => Spread(
        total, (time, index) => statistics.RecipientRejected(server, rejectClass, index < ofOneRecipient ? 7 : 1_000 + (ulong)index, time));

    private SyntheticDay Spread(int total, Action<long, int> add)
    {
        long start = statistics.Calendar.StartOf(day);
        for (int index = 0; index < total; index++)
        {
            // Twice as much in the second half of the day as in the first.
            double part = (index + 0.5) / total;
            double ofDay = part < 1.0 / 3 ? part * 1.5 : 0.5 + ((part - (1.0 / 3)) * 0.75);
            add(start + (long)(ofDay * 86_400_000), index);
        }

        return this;
    }
}
