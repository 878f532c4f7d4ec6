using FlowSensor.Engine.Inspection;
using FlowSensor.Engine.Logs;
using FlowSensor.Engine.MailStatistics;
using FlowSensor.Engine.Tests.Inspection;
using FlowSensor.Engine.Tests.Recordings;
using FlowSensor.Protocols.Smtp;

namespace FlowSensor.Engine.Tests.Logs;

/// <summary>
/// The daemons' logs of each recording give the numbers that grep counts in them (expected.json holds nothing else), and those that packet
/// inspection gives for the same sessions.
/// </summary>
public class LogTruthTests
{
    private static readonly (string Name, SmtpRejectClass Class)[] RejectClasses =
    [
        ("user_unknown", SmtpRejectClass.UserUnknown), ("relay_denied", SmtpRejectClass.RelayDenied),
        ("recipient_rejected", SmtpRejectClass.RecipientRejected), ("greylisted", SmtpRejectClass.Greylisted),
        ("blocked", SmtpRejectClass.Blocked), ("other", SmtpRejectClass.Other),
    ];

    public static TheoryData<string> WithMail => RecordedScenario.Having("mail");

    public static TheoryData<string> WithAccess => RecordedScenario.Having("access");

    [Theory]
    [MemberData(nameof(WithMail))]
    public void OnLine_RecordedLogs_CountsAreThoseOfGrep(string name)
    {
        RecordedScenario scenario = RecordedScenario.Open(name);
        LogStatistics logs = RecordedLogs.Read(name);
        MailSample total = RecordedLogs.Total(logs.Mail);

        Assert.Equal(scenario.Number("mail", "nc"), total.Connections);
        Assert.Equal(scenario.Numbers("mail", "nc_by_client"), Clients(logs.Mail));
        Assert.Equal(scenario.Number("mail", "nf"), total.Accepted);
        Assert.Equal(scenario.Numbers("mail", "rejects"), Rejects(total));
        Assert.Equal(scenario.Number("mail", "reject_rcpt"), total.Rejected);
        Assert.Equal(scenario.Number("mail", "reject_other_stage"), logs.Counters.OtherRefusals);
        Assert.Equal(scenario.Number("mail", "auth_failed"), logs.Counters.AuthFailures);
        Assert.Equal(scenario.Number("mail", "commands", "mail", "accepted"), total.SendersAccepted);
        Assert.Equal(scenario.Number("mail", "sent_onward"), total.Transferred);
        Assert.Equal(scenario.Number("dns", "dq"), total.Queries);
        Assert.Equal(scenario.Number("dns", "queries"), logs.Dns.Queries);
        Assert.Equal(scenario.Numbers("dns", "queries_by_type"), RecordedScenario.Text(logs.Dns.Types()));
        Assert.Equal(scenario.Number("dns", "queries_over_tcp"), logs.Dns.OverTcp);
        Assert.Equal(scenario.Number("dns", "queries_with_edns"), logs.Dns.WithEdns);
    }

    [Theory]
    [MemberData(nameof(WithAccess))]
    public void OnLine_RecordedReaders_LoginsAreThoseOfGrep(string name)
    {
        RecordedScenario scenario = RecordedScenario.Open(name);
        MailSample total = RecordedLogs.Total(RecordedLogs.Read(name).Mail);

        Assert.Equal(scenario.Number("access", "np"), total.Pop3);
        Assert.Equal(scenario.Number("access", "imap_logins"), total.Imap);
        Assert.Equal(scenario.Number("access", "failed_logins"), total.FailedLogins);
    }

    // Inside TLS the wire shows no commands: there the log is the only witness, and the difference is what the wire marks as estimated.
    [Theory]
    [MemberData(nameof(WithMail))]
    public void OnLine_RecordedLogs_CountsAreThoseOfTheWire(string name)
    {
        RecordedScenario scenario = RecordedScenario.Open(name);
        bool isClear = scenario.Number("mail", "starttls_sessions") == 0;
        MailSample log = RecordedLogs.Total(RecordedLogs.Read(name).Mail);
        MailStatisticsOptions options = new();
        options.Servers.AddRange(RecordedScenario.MailServer);
        MailServerStatistics onWire = new(options, MailCalendar.Default);
        PacketInspector inspector = InspectedCapture.Read(scenario.Capture, mail: onWire);
        MailSample wire = RecordedLogs.Total(onWire);

        Assert.Equal(wire.Connections, log.Connections);
        Assert.Equal(wire.Queries, log.Queries);
        Assert.Equal(wire.Pop3, log.Pop3);
        Assert.Equal(wire.Imap, log.Imap);
        Assert.Equal(Clients(onWire), Clients(RecordedLogs.Read(name).Mail));
        Assert.Equal(inspector.Dns.Queries, RecordedLogs.Read(name).Dns.Queries);
        if (isClear)
        {
            Assert.Equal(wire.Accepted, log.Accepted);
            Assert.Equal(wire.SendersAccepted, log.SendersAccepted);
            Assert.Equal(Rejects(wire), Rejects(log));
        }
        else
        {
            Assert.True(wire.EstimatedAccepted > 0);
            Assert.Equal(scenario.Number("mail", "nf_without_tls"), wire.Accepted - wire.EstimatedAccepted);
            Assert.Equal(scenario.Numbers("mail", "rejects_without_tls"), Rejects(wire));
        }
    }

    [Theory]
    [MemberData(nameof(WithMail))]
    public void OnLine_RecordedLogs_EveryLineIsUnderstood(string name)
    {
        LogStatistics logs = RecordedLogs.Read(name);

        Assert.DoesNotContain(logs.Programs.All(), static program => program.Unknown > 0);
        Assert.Equal(logs.Lines, logs.Parsed);
    }

    [Fact]
    public void OnLine_RecordedGreylisting_ReturnsAreThosePostgreySaw()
    {
        RecordedScenario scenario = RecordedScenario.Open("mail-greylist");
        LogStatistics logs = RecordedLogs.Read("mail-greylist");

        Assert.Equal(scenario.Number("greylist", "refused_new"), logs.Greylist.Deferred);
        Assert.Equal(scenario.Number("greylist", "triplets_returned"), logs.Greylist.Returned);
        Assert.Equal(scenario.Number("greylist", "passed"), logs.Greylist.AcceptedLater);
        Assert.Equal(scenario.Number("greylist", "refused_new"), logs.Counters.GreyNew);
        Assert.Equal(scenario.Number("greylist", "refused_early"), logs.Counters.GreyEarly);
        Assert.Equal(scenario.Number("greylist", "passed"), logs.Counters.GreyPassed);
    }

    private static string Rejects(MailSample sample) =>
        RecordedScenario.Text(RejectClasses.Select(reject => (reject.Name, (long)sample.Rejects.Of(reject.Class))));

    private static string Clients(MailServerStatistics mail) => RecordedScenario.Text(mail.ServerDays()
        .Where(static day => RecordedScenario.MailServer.Contains(day.Host) && day.Clients is not null)
        .SelectMany(static day => day.Clients!.Top(1_000)).Select(static client => (client.Key.ToString(), client.Count)));
}
