using System.Globalization;
using FlowSensor.Engine.Inspection;
using FlowSensor.Engine.MailStatistics;
using FlowSensor.Engine.Tests.Recordings;
using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.Dns;
using FlowSensor.Protocols.Packets;
using FlowSensor.Protocols.Smtp;

namespace FlowSensor.Engine.Tests.Inspection;

/// <summary>What is read from the wire equals what Postfix, BIND, Dovecot and postgrey wrote into their logs about the same sessions.</summary>
public class DaemonTruthTests
{
    private static readonly (string Name, SmtpRejectClass Class)[] RejectClasses =
    [
        ("user_unknown", SmtpRejectClass.UserUnknown), ("relay_denied", SmtpRejectClass.RelayDenied),
        ("recipient_rejected", SmtpRejectClass.RecipientRejected), ("greylisted", SmtpRejectClass.Greylisted),
        ("blocked", SmtpRejectClass.Blocked), ("other", SmtpRejectClass.Other),
    ];

    private static readonly (string Name, SmtpCommand Command)[] CommandNames =
    [
        ("helo", SmtpCommand.Helo), ("ehlo", SmtpCommand.Ehlo), ("mail", SmtpCommand.Mail), ("rcpt", SmtpCommand.Rcpt), ("data", SmtpCommand.Data),
        ("bdat", SmtpCommand.Bdat), ("rset", SmtpCommand.Rset), ("noop", SmtpCommand.Noop), ("vrfy", SmtpCommand.Vrfy), ("quit", SmtpCommand.Quit),
        ("auth", SmtpCommand.Auth), ("starttls", SmtpCommand.StartTls), ("unknown", SmtpCommand.Other),
    ];

    public static TheoryData<string> WithMail => RecordedScenario.Having("mail");

    public static TheoryData<string> WithAccess => RecordedScenario.Having("access");

    [Theory]
    [MemberData(nameof(WithMail))]
    public void Add_RecordedMail_ConnectionsAreConnectLines(string name)
    {
        RecordedScenario scenario = RecordedScenario.Open(name);
        MailServerStatistics mail = Statistics(scenario, out _);

        Assert.Equal(scenario.Number("mail", "nc"), Total(mail).Connections);
        Assert.Equal(scenario.Numbers("mail", "nc_by_client"), RecordedScenario.Text(
            Days(mail).SelectMany(static day => day.Clients!.Top(1_000)).Select(static client => (client.Key.ToString(), client.Count))));
    }

    [Theory]
    [MemberData(nameof(WithMail))]
    public void Add_RecordedMail_AcceptedAreQueuedMessages(string name)
    {
        RecordedScenario scenario = RecordedScenario.Open(name);
        MailSample total = Total(Statistics(scenario, out PacketInspector inspector));
        long encrypted = scenario.Number("mail", "starttls_sessions");

        Assert.Equal(scenario.Number("mail", "nf_without_tls"), total.Accepted - total.EstimatedAccepted);
        Assert.Equal(encrypted, Sum(inspector, static counters => counters.StartTls));
        Assert.Equal(encrypted, Sum(inspector, static counters => counters.EstimatedAccepted + counters.EstimatedRefused));
        if (encrypted == 0)
        {
            Assert.Equal(scenario.Numbers("mail", "nf_by_client"), RecordedScenario.Text(
                scenario.Keys("mail", "nc_by_client").Select(client => (client, (long)inspector.Smtp.OfClient(IpAddress.Parse(client)).Accepted))));
        }
    }

    [Theory]
    [MemberData(nameof(WithMail))]
    public void Add_RecordedMail_RejectsAreRejectLinesByClass(string name)
    {
        RecordedScenario scenario = RecordedScenario.Open(name);
        MailSample total = Total(Statistics(scenario, out _));

        Assert.Equal(
            scenario.Numbers("mail", "rejects_without_tls"),
            RecordedScenario.Text(RejectClasses.Select(reject => (reject.Name, (long)total.Rejects.Of(reject.Class)))));
    }

    // Before STARTTLS each encrypted session says EHLO once in the clear; Postfix counts those with the ones inside. A refused
    // STARTTLS, or one that no handshake follows, leaves its session in the clear. To Postfix HELP is an unknown command.
    [Theory]
    [MemberData(nameof(WithMail))]
    public void Add_RecordedMail_CommandsAreThoseOfDisconnectLines(string name)
    {
        RecordedScenario scenario = RecordedScenario.Open(name);
        long encrypted = scenario.Number("mail", "starttls_sessions");
        PacketInspector inspector = InspectedCapture.Read(scenario.Capture, selection: ToMailServer);

        Assert.Equal(
            RecordedScenario.Text(CommandNames.Select(command => (command.Name,
                scenario.Number("mail", "commands_without_tls", command.Name, "all") + (command.Name is "ehlo" or "starttls" ? encrypted : 0)))),
            RecordedScenario.Text(CommandNames.Select(command => (command.Name, inspector.Smtp.Commands(command.Command)
                + (command.Name == "unknown" ? inspector.Smtp.Commands(SmtpCommand.Help) : 0)))));
    }

    [Fact]
    public void Add_RecordedStartTls_EstimatesAreMarked()
    {
        RecordedScenario scenario = RecordedScenario.Open("mail-starttls");
        MailServerStatistics mail = Statistics(scenario, out PacketInspector inspector);
        MailServerRow row = Assert.Single(MailServerRow.Of(mail), static row => row.Server == RecordedScenario.MailServer[0]);

        Assert.True(row.IsEstimated);
        Assert.Equal(0, inspector.Reassembly.Gaps);
        Assert.Equal(row.Total.EstimatedAccepted, Sum(inspector, static counters => counters.EstimatedAccepted));
    }

    [Theory]
    [MemberData(nameof(WithMail))]
    public void Add_RecordedMail_ServerIsFound(string name)
    {
        RecordedScenario scenario = RecordedScenario.Open(name);
        MailStatisticsOptions options = new();
        options.Networks.AddRange([new IpPrefix(RecordedScenario.MailServer[0], 24), new IpPrefix(RecordedScenario.MailServer[1], 64)]);
        MailServerStatistics mail = new(options, MailCalendar.Default);
        InspectedCapture.Read(scenario.Capture, mail: mail);

        Assert.All(MailServerRow.Of(mail), static row => Assert.Contains(row.Server, RecordedScenario.MailServer));
        Assert.Equal(scenario.Number("mail", "nc"), Total(mail).Connections);
    }

    [Fact]
    public void Add_RecordedGreylisting_ReturnsAreThosePostgreySaw()
    {
        RecordedScenario scenario = RecordedScenario.Open("mail-greylist");
        GreylistTable greylist = InspectedCapture.Read(scenario.Capture, selection: ToMailServer).Smtp.Greylist;

        Assert.Equal(scenario.Number("greylist", "refused_new"), greylist.Deferred);
        Assert.Equal(scenario.Number("greylist", "triplets_returned"), greylist.Returned);
        Assert.Equal(scenario.Number("greylist", "passed"), greylist.AcceptedLater);

        // postgrey writes whole seconds, and no delay for the second recipient of a message.
        long[] delays = [.. scenario.Keys("greylist", "passed_by_delay_seconds").Select(static delay => long.Parse(delay, CultureInfo.InvariantCulture))];
        Assert.InRange(greylist.AcceptDelays.TotalMs / 1000.0 / greylist.AcceptDelays.Count, delays.Min(), delays.Max() + 1);
    }

    [Theory]
    [MemberData(nameof(WithAccess))]
    public void Add_RecordedReaders_LoginsAreDovecots(string name)
    {
        RecordedScenario scenario = RecordedScenario.Open(name);
        MailSample total = Total(Statistics(scenario, out PacketInspector inspector));

        Assert.Equal(scenario.Number("access", "pop3_connections"), inspector.Pop3.Sessions);
        Assert.Equal(scenario.Number("access", "imap_connections"), inspector.Imap.Sessions);
        long encrypted = scenario.Number("access", "logins_in_tls");
        long encryptedPop3 = scenario.Number("access", "np_in_tls");
        Assert.Equal(scenario.Number("access", "np") - encryptedPop3, inspector.Pop3.Logins);
        Assert.Equal(scenario.Number("access", "imap_logins") - encrypted + encryptedPop3, inspector.Imap.Logins);

        // Sessions in TLS are told from their size: a login goes on, a refusal ends.
        Assert.Equal(scenario.Number("access", "np"), total.Pop3);
        Assert.Equal(scenario.Number("access", "imap_logins"), total.Imap);
        Assert.Equal(encrypted, total.EstimatedAccesses);
        Assert.Equal(scenario.Number("access", "failed_logins") - scenario.Number("access", "failed_sessions_in_tls"), total.FailedLogins);
    }

    [Theory]
    [MemberData(nameof(WithMail))]
    public void Add_RecordedDns_QueriesAreQueryLines(string name)
    {
        RecordedScenario scenario = RecordedScenario.Open(name);
        MailServerStatistics mail = Statistics(scenario, out PacketInspector inspector);
        DnsStatistics dns = inspector.Dns;

        Assert.Equal(scenario.Number("dns", "dq"), Total(mail).Queries);
        Assert.Equal(scenario.Number("dns", "queries"), dns.Queries);
        Assert.Equal(scenario.Numbers("dns", "queries_by_type"), Types(dns));
        Assert.Equal(scenario.Numbers("dns", "queries_by_client"), RecordedScenario.Text(
            dns.TopClients(1_000).Select(static client => (client.Client.ToString(), client.Counters.Queries))));
        Assert.Equal(scenario.Numbers("dns", "answers_by_code"), RecordedScenario.Text(
            dns.ResponseCodes().Select(static code => (DnsResponseCodes.NameOf(code.Code), code.Responses))));
        Assert.Equal(0, dns.Malformed);
        Assert.InRange(dns.Cut, 0, scenario.Number("dns", "queries_over_tcp"));

        DnsStatistics ofServer = InspectedCapture.Read(scenario.Capture, selection: OfMailServer).Dns;
        Assert.Equal(scenario.Numbers("dns", "dq_by_type"), Types(ofServer));

        DnsStatistics queries = InspectedCapture.Read(scenario.Capture, selection: ToResolver).Dns;
        Assert.Equal(scenario.Number("dns", "queries_over_tcp"), queries.OverTcp);
        Assert.Equal(scenario.Number("dns", "queries_with_edns"), queries.WithEdns);
    }

    private static string Types(DnsStatistics dns) =>
        RecordedScenario.Text(dns.Types().Select(static type => (DnsTypes.NameOf(type.Type), type.Queries)));

    private static MailServerStatistics Statistics(RecordedScenario scenario, out PacketInspector inspector)
    {
        // Both addresses of the server: over IPv6 it asks no DNS in most recordings.
        MailStatisticsOptions options = new();
        options.Servers.AddRange(RecordedScenario.MailServer);
        MailServerStatistics mail = new(options, MailCalendar.Default);
        inspector = InspectedCapture.Read(scenario.Capture, mail: mail);
        return mail;
    }

    private static IEnumerable<HostDay> Days(MailServerStatistics mail) =>
        mail.ServerDays().Where(static day => RecordedScenario.MailServer.Contains(day.Host));

    private static MailSample Total(MailServerStatistics mail)
    {
        MailSample total = default;
        foreach (HostDay day in Days(mail))
        {
            total.Add(day.Total());
        }

        return total;
    }

    private static long Sum(PacketInspector inspector, Func<SmtpCounters, int> count) =>
        RecordedScenario.MailServer.Sum(server => count(inspector.Smtp.OfServer(server)));

    private static bool OfMailServer(in PacketHeaders headers) =>
        RecordedScenario.MailServer.Contains(headers.Source) || RecordedScenario.MailServer.Contains(headers.Destination);

    private static bool ToResolver(in PacketHeaders headers) => headers.DestinationPort == 53;

    private static bool ToMailServer(in PacketHeaders headers) =>
        (headers.DestinationPort == 25 && RecordedScenario.MailServer.Contains(headers.Destination))
        || (headers.SourcePort == 25 && RecordedScenario.MailServer.Contains(headers.Source));
}
