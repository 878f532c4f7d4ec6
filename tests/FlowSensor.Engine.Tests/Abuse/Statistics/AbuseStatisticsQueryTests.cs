using FlowSensor.Engine.Abuse.Desk;
using FlowSensor.Engine.Abuse.Statistics;
using FlowSensor.Engine.Storage;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Tests.Abuse.Statistics;

public sealed class AbuseStatisticsQueryTests : IDisposable
{
    private const long Hour = 3_600_000, Day = 24 * Hour;
    private static readonly long July = new DateTimeOffset(2026, 7, 10, 8, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();
    private readonly string _folder = Directory.CreateTempSubdirectory("flowsensor-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Ask_ComplaintsBeforeAndAfterOurIncidents_PublishedShareOfSixtyPercent()
    {
        AbuseStatistics statistics = Ask(desk =>
        {
            // Three found before the complaint came, one after, one never; a second complaint about a host makes no second host.
            for (int host = 1; host <= 5; host++)
            {
                Complain(desk, host, "spam", "School", deed: July, received: July + (6 * Hour));
            }

            Complain(desk, 1, "spam", "School", deed: July + Hour, received: July + (7 * Hour));
            Complain(desk, 1, "scan", "School", deed: July + Hour, received: July + (7 * Hour));
            Complain(desk, 9, "other", "School", deed: July, received: July, action: "ignore");
            Open(desk, 1, "smtp_sender", "School", July);
            Open(desk, 2, "smtp_sender", "School", July - Hour);
            Open(desk, 3, "host_scan", "School", July + Hour);
            Open(desk, 4, "smtp_sender", "School", July + (8 * Hour));
            Open(desk, 5, "smtp_sender", "School", July - (10 * Day));
            Open(desk, 6, "syn_flood_victim", "School", July, role: "victim");
        });

        AbuseMonth month = Assert.Single(statistics.Months, static month => month.Month == new DateOnly(2026, 7, 1));
        Assert.Equal(new FoundHosts(3, 1, 1), month.Found);
        Assert.Equal(0.6, month.Found.Share!.Value, 6);
        Assert.Equal((6, 1), (month.Complaints["spam"], month.Complaints["scan"]));
        Assert.Equal((5, 1), (month.ComplainedHosts["spam"], month.ComplainedHosts["scan"]));
        Assert.Equal((3, 1), (month.FoundHosts["smtp_sender"], month.FoundHosts["host_scan"]));
        Assert.False(month.FoundHosts.ContainsKey("syn_flood_victim"));
        AbuseInstitution school = Assert.Single(statistics.Institutions);
        Assert.Equal((5, 7, 5), (school.FoundHosts, school.Complaints, school.ComplainedHosts));
    }

    [Fact]
    public void Ask_Reports_MediansFromFirstSight()
    {
        AbuseStatistics statistics = Ask(desk =>
        {
            Open(desk, 1, "smtp_sender", "School", July);
            Report(desk, 1, "School", July, sent: July + (2 * Hour), stopped: July + (10 * Hour));
            Report(desk, 2, "School", July, sent: July + (4 * Hour), stopped: null);
            Report(desk, 3, "College", July, sent: July + (6 * Hour), stopped: July + (5 * Hour), recurred: July + Day);
            Report(desk, 4, "College", July, sent: null, stopped: null);
        });

        ReportOutcomes all = Assert.Single(statistics.Months).Reports;
        Assert.Equal((3, 2, 1), (all.Sent, all.Stopped, all.Recurred));
        Assert.Equal((TimeSpan.FromHours(4), TimeSpan.FromHours(7.5), TimeSpan.FromHours(4)), (all.ToReport, all.ToSilence, all.ReportToSilence));
        ReportOutcomes college = statistics.Institutions.Single(static institution => institution.Name == "College").Reports;
        Assert.Equal((1, TimeSpan.FromHours(5), TimeSpan.Zero), (college.Sent, college.ToSilence, college.ReportToSilence));
    }

    [Fact]
    public void Ask_ClockOfTheSensor_DecidesTheMonth()
    {
        long night = new DateTimeOffset(2026, 7, 31, 17, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

        AbuseStatistics statistics = Ask(desk => Complain(desk, 1, "spam", "", night, night), "Asia/Taipei");

        Assert.Equal(new DateOnly(2026, 8, 1), Assert.Single(statistics.Months).Month);
    }

    private AbuseStatistics Ask(Action<DeskTransaction> fill, string zone = "Etc/UTC")
    {
        using (DeskDatabase database = DeskDatabase.Open(_folder))
        {
            database.Do(transaction =>
            {
                fill(transaction);
                return 0;
            });
        }

        using StoreReader reader = StoreReader.Open(_folder);
        return new AbuseStatisticsQuery(reader, TimeZoneInfo.FindSystemTimeZoneById(zone)).Ask(default);
    }

    private static byte[] Host(int number) => AddressBlob.Of(IpAddress.FromIPv4(0xC000_0200 + (uint)number));

    private static void Complain(DeskTransaction desk, int host, string category, string institution, long deed, long received, string action = "forward")
    {
        long id = desk.Number(
            """
            INSERT INTO complaints (identity, message_id, place, kind, category, reporter, subject, dated, handled, action, reason)
            VALUES ($identity, '', '', 'plain', $category, '', '', $received, $received, $action, '') RETURNING id
            """,
            ("$identity", Guid.NewGuid().ToString()), ("$category", category), ("$received", received), ("$action", action))!.Value;
        desk.Run(
            """
            INSERT INTO complaint_sources (complaint, source, port, first, last, zone_assumed, matched, flows, institution, contact)
            VALUES ($complaint, $source, 0, $deed, $deed, 0, 'traffic', 1, $institution, '')
            """,
            ("$complaint", id), ("$source", Host(host)), ("$deed", deed), ("$institution", institution));
    }

    private static void Open(DeskTransaction desk, int host, string kind, string institution, long opened, string role = "offender") => desk.Run(
        """
        INSERT INTO incidents (id, kind, rule, source, group_name, role, suspected, opened, detected, last_seen, closed, severity, peak, contributions, handshake, forged,
            windows, gap, flows, packets, octets, peers, sources, muted, acknowledged_by, institution, contact, name, lists)
        VALUES ($id, $kind, $kind, $source, '', $role, $opened, $opened, $opened, $ended, $ended, 80, 80, '[]', 'established', 0, 1, 0, 1, 1, 1, 1, 1, 0, '', $institution, '', '', '')
        """,
        ("$id", $"{kind}-{host}-{opened}"), ("$kind", kind), ("$source", Host(host)), ("$role", role), ("$opened", opened), ("$ended", opened + (2 * Hour)), ("$institution", institution));

    private static void Report(DeskTransaction desk, int number, string institution, long opened, long? sent, long? stopped, long? recurred = null)
    {
        long mail = desk.Number(
            """
            INSERT INTO outbox (message_id, purpose, contact, recipients, subject, mail, state, created, next, attempts, trouble)
            VALUES ($id, 'report', '', '', '', x'', 'sent', 0, 0, 1, '') RETURNING id
            """,
            ("$id", $"{number}"))!.Value;
        desk.Run(
            """
            INSERT INTO tickets (incident, report, mail, source, rule, kind, institution, contact, state, first_seen, opened, created, sent, stopped, recurred)
            VALUES ($id, '', $mail, $source, '', '', $institution, '', 'sent', $opened, $opened, $opened, $sent, $stopped, $recurred)
            """,
            ("$id", $"{number}"), ("$mail", mail), ("$source", Host(number)), ("$institution", institution), ("$opened", opened), ("$sent", sent), ("$stopped", stopped), ("$recurred", recurred));
    }
}
