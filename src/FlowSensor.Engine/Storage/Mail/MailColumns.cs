using FlowSensor.Engine.MailStatistics;
using FlowSensor.Protocols.Smtp;

namespace FlowSensor.Engine.Storage.Mail;

/// <summary>The columns of counts in <c>mail_samples</c>, in their order, and the values that belong there.</summary>
internal static class MailColumns
{
    /// <summary>Names of the columns.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "queries", "connections", "accepted", "estimated_accepted", "senders_accepted", "submissions", "submitted", "transferred", "destinations",
        "pop3", "imap", "estimated_accesses", "failed_logins", "relay_denied", "recipient_rejected", "user_unknown", "blocked", "greylisted", "other",
    ];

    /// <summary>The values of a sample.</summary>
    public static int[] Values(in MailSample sample) =>
    [
        sample.Queries, sample.Connections, sample.Accepted, sample.EstimatedAccepted, sample.SendersAccepted, sample.Submissions, sample.Submitted,
        sample.Transferred, sample.Destinations, sample.Pop3, sample.Imap, sample.EstimatedAccesses, sample.FailedLogins,
        sample.Rejects.Of(SmtpRejectClass.RelayDenied), sample.Rejects.Of(SmtpRejectClass.RecipientRejected), sample.Rejects.Of(SmtpRejectClass.UserUnknown),
        sample.Rejects.Of(SmtpRejectClass.Blocked), sample.Rejects.Of(SmtpRejectClass.Greylisted), sample.Rejects.Of(SmtpRejectClass.Other),
    ];

    /// <summary>The sample of values.</summary>
    public static MailSample Sample(ReadOnlySpan<int> values)
    {
        MailSample sample = new()
        {
            Queries = values[0],
            Connections = values[1],
            Accepted = values[2],
            EstimatedAccepted = values[3],
            SendersAccepted = values[4],
            Submissions = values[5],
            Submitted = values[6],
            Transferred = values[7],
            Destinations = values[8],
            Pop3 = values[9],
            Imap = values[10],
            EstimatedAccesses = values[11],
            FailedLogins = values[12],
        };
        sample.Rejects[(int)SmtpRejectClass.RelayDenied] = values[13];
        sample.Rejects[(int)SmtpRejectClass.RecipientRejected] = values[14];
        sample.Rejects[(int)SmtpRejectClass.UserUnknown] = values[15];
        sample.Rejects[(int)SmtpRejectClass.Blocked] = values[16];
        sample.Rejects[(int)SmtpRejectClass.Greylisted] = values[17];
        sample.Rejects[(int)SmtpRejectClass.Other] = values[18];
        return sample;
    }
}
