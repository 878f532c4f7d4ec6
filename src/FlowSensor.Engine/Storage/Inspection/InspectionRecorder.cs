using FlowSensor.Engine.Inspection;
using FlowSensor.Engine.Intake;
using FlowSensor.Engine.Reports;
using FlowSensor.Protocols.Smtp;

namespace FlowSensor.Engine.Storage.Inspection;

/// <summary>Hands on what was counted in packets, window by window as packet time passes. Belongs to the thread of the packets.</summary>
/// <param name="windowMs">Length of a window.</param>
/// <param name="add">Takes the counts.</param>
public sealed class InspectionRecorder(long windowMs, Action<StoredItem> add)
{
    private const long Second = 1_000;

    private StoredInspection? _given;
    private long? _window;

    /// <summary>Tells the time of the packets; <see cref="long.MaxValue"/> ends the window that is open.</summary>
    public void Advance(PacketIntake intake, long time)
    {
        ArgumentNullException.ThrowIfNull(intake);
        if (time == long.MaxValue)
        {
            if (_window is long open)
            {
                Give(intake, open);
            }

            _window = null;
            return;
        }

        // What was counted up to a whole second belongs to the second before it.
        long counted = time - Second;
        _window ??= counted - (counted % windowMs);
        if (time >= _window + windowMs)
        {
            Give(intake, _window.Value);
            _window = time - (time % windowMs);
        }
    }

    private void Give(PacketIntake intake, long window)
    {
        StoredInspection now = Count(intake, window);
        StoredInspection added = _given is null ? now : now with
        {
            Packets = Added(now.Packets, _given.Packets),
            Dns = Added(now.Dns, _given.Dns),
            DnsTypes = Added(now.DnsTypes, _given.DnsTypes),
            DnsResponseCodes = Added(now.DnsResponseCodes, _given.DnsResponseCodes),
            Smtp = Added(now.Smtp, _given.Smtp),
            SmtpReplies = Added(now.SmtpReplies, _given.SmtpReplies),
            Pop3 = Added(now.Pop3, _given.Pop3),
            Imap = Added(now.Imap, _given.Imap),
        };
        _given = now;
        if (added.Packets.Count > 0)
        {
            add(added);
        }
    }

    private static Dictionary<TKey, long> Added<TKey>(IReadOnlyDictionary<TKey, long> now, IReadOnlyDictionary<TKey, long> given)
        where TKey : notnull =>
        now.Select(count => (count.Key, Count: count.Value - given.GetValueOrDefault(count.Key))).Where(static count => count.Count != 0)
            .ToDictionary(static count => count.Key, static count => count.Count);

    private static StoredInspection Count(PacketIntake intake, long window)
    {
        DnsStatistics dns = intake.Inspector.Dns;
        SmtpStatistics smtp = intake.Inspector.Smtp;
        return new StoredInspection
        {
            Start = window,
            Packets = Packets(PacketLedgerReport.Of(intake)),
            Dns = new Dictionary<string, long>
            {
                ["queries"] = dns.Queries,
                ["responses"] = dns.Responses,
                ["malformed"] = dns.Malformed,
                ["cut"] = dns.Cut,
                ["truncated"] = dns.Truncated,
                ["over_tcp"] = dns.OverTcp,
                ["edns"] = dns.WithEdns,
                ["clients_full"] = dns.ClientsFull,
                ["query_octets"] = dns.QueryOctets,
                ["response_octets"] = dns.ResponseOctets,
            },
            DnsTypes = dns.Types().ToDictionary(static type => type.Type, static type => type.Queries),
            DnsResponseCodes = dns.ResponseCodes().ToDictionary(static code => code.Code, static code => code.Responses),
            Smtp = Smtp(smtp.Total),
            SmtpReplies = smtp.ReplyCodes().ToDictionary(static reply => reply.Code, static reply => reply.Replies),
            Pop3 = Mailbox(intake.Inspector.Pop3),
            Imap = Mailbox(intake.Inspector.Imap),
        };
    }

    private static Dictionary<string, long> Packets(PacketLedgerReport ledger)
    {
        Dictionary<string, long> counts = new()
        {
            ["packets"] = ledger.Packets,
            ["octets"] = ledger.Octets,
            ["metered"] = ledger.Metered,
            ["inspected"] = ledger.Inspected,
            ["handshakes_pushed_out"] = ledger.HandshakesPushedOut,
            ["fragments"] = ledger.Fragments,
            ["records"] = ledger.Records,
            ["dropped"] = ledger.Dropped.Values.Sum(),
        };
        foreach ((string cause, long packets) in ledger.Dropped)
        {
            counts["dropped_" + cause] = packets;
        }

        return counts;
    }

    private static Dictionary<string, long> Smtp(in SmtpCounters total) => new()
    {
        ["sessions"] = total.Sessions,
        ["mail"] = total.Mail,
        ["rcpt"] = total.Rcpt,
        ["rcpt_accepted"] = total.RcptAccepted,
        ["accepted"] = total.Accepted,
        ["refused"] = total.Refused,
        ["estimated_accepted"] = total.EstimatedAccepted,
        ["estimated_refused"] = total.EstimatedRefused,
        ["starttls"] = total.StartTls,
        ["auth_accepted"] = total.AuthAccepted,
        ["auth_failures"] = total.AuthFailures,
        ["other_refusals"] = total.OtherRefusals,
        ["rejected"] = total.Rejects.Total,
        ["relay_denied"] = total.Rejects.Of(SmtpRejectClass.RelayDenied),
        ["recipient_rejected"] = total.Rejects.Of(SmtpRejectClass.RecipientRejected),
        ["user_unknown"] = total.Rejects.Of(SmtpRejectClass.UserUnknown),
        ["blocked"] = total.Rejects.Of(SmtpRejectClass.Blocked),
        ["greylisted"] = total.Rejects.Of(SmtpRejectClass.Greylisted),
        ["other"] = total.Rejects.Of(SmtpRejectClass.Other),
    };

    private static Dictionary<string, long> Mailbox(in MailboxCounters counters) => new()
    {
        ["sessions"] = counters.Sessions,
        ["logins"] = counters.Logins,
        ["failed_logins"] = counters.FailedLogins,
        ["encrypted"] = counters.Encrypted,
    };
}
