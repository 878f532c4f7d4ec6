namespace FlowSensor.Engine.Output.TimeSeries;

/// <summary>Every measurement the sensor writes; <c>docs/timeseries.md</c> says what the fields mean.</summary>
internal static class Measurements
{
    private const string Counts = "flows packets octets estimated_packets estimated_octets";
    private const string Causes = "dropped_malformed dropped_unsupported dropped_unknown_template dropped_not_allowed dropped_queue_full dropped_table_full dropped_late dropped_rate_limited";
    private const string Rejects = "rejected relay_denied recipient_rejected user_unknown blocked greylisted other";
    private const string LedgerFields = "datagrams decoded dropped " + Causes + " records options_records templates sequence_lost";

    public static MeasurementLayout Traffic { get; } = MeasurementLayout.Sums("traffic", "exporter service direction scope", Counts + " unknown_sampling");

    public static MeasurementLayout Service { get; } = MeasurementLayout.Sums("service", "service direction", Counts + " unknown_sampling sources pairs other_flows");

    public static MeasurementLayout Band { get; } = MeasurementLayout.Sums("band", "service direction by band", "keys flows packets octets");

    public static MeasurementLayout NextHop { get; } = MeasurementLayout.Sums("next_hop", "service direction next_hop", Counts);

    public static MeasurementLayout Institution { get; } = MeasurementLayout.Sums("institution", "service direction institution", Counts);

    public static MeasurementLayout Exporter { get; } = MeasurementLayout.Sums("exporter", "exporter version domain", LedgerFields, "sampling");

    public static MeasurementLayout Ledger { get; } = MeasurementLayout.Sums("ledger", "", LedgerFields + " kernel_dropped");

    public static MeasurementLayout MailServer { get; } = MeasurementLayout.Sums(
        "mail_server",
        "server",
        "queries connections accepted estimated_accepted senders_accepted submissions submitted transferred destinations pop3 imap estimated_accesses failed_logins " + Rejects);

    public static MeasurementLayout Dns { get; } = MeasurementLayout.Sums(
        "dns", "", "queries responses malformed cut truncated over_tcp edns clients_full query_octets response_octets");

    public static MeasurementLayout DnsType { get; } = MeasurementLayout.Sums("dns_type", "type", "queries");

    public static MeasurementLayout DnsResponseCode { get; } = MeasurementLayout.Sums("dns_rcode", "rcode", "responses");

    public static MeasurementLayout Smtp { get; } = MeasurementLayout.Sums(
        "smtp",
        "",
        "sessions mail rcpt rcpt_accepted accepted refused estimated_accepted estimated_refused starttls auth_accepted auth_failures other_refusals " + Rejects);

    public static MeasurementLayout SmtpReply { get; } = MeasurementLayout.Sums("smtp_reply", "code", "replies");

    public static MeasurementLayout Mailbox { get; } = MeasurementLayout.Sums("mailbox", "protocol", "sessions logins failed_logins encrypted");

    public static MeasurementLayout Packets { get; } = MeasurementLayout.Sums(
        "packets",
        "",
        "packets octets metered dropped dropped_not_ip dropped_unsupported_link dropped_truncated dropped_bad_header dropped_too_deep dropped_duplicate inspected handshakes_pushed_out fragments records");

    public static MeasurementLayout TopSource { get; } = MeasurementLayout.Sums("top_source", "service direction rank", Counts + " destinations syn_packets");

    public static MeasurementLayout MailClient { get; } = MeasurementLayout.Sums("mail_client", "server rank", "connections");

    public static MeasurementLayout Incident { get; } = MeasurementLayout.Sums("incident", "kind", "opened escalated closed", "open");

    public static MeasurementLayout IncidentEvent { get; } = MeasurementLayout.Sums("incident_event", "", "severity");

    public static MeasurementLayout LogFinding { get; } = MeasurementLayout.Sums("log_finding", "kind", "findings lines");

    public static MeasurementLayout SensorHealth { get; } = MeasurementLayout.Sums(
        "sensor_health", "", "", "heap_octets resident_octets cpu_ms uptime_s spool_items spool_octets delivered rejected dropped");

    /// <summary>All of them, by name.</summary>
    public static IReadOnlyDictionary<string, MeasurementLayout> All { get; } = new[]
    {
        Traffic, Service, Band, NextHop, Institution, Exporter, Ledger, MailServer, Dns, DnsType, DnsResponseCode, Smtp, SmtpReply, Mailbox, Packets,
        TopSource, MailClient, Incident, IncidentEvent, LogFinding, SensorHealth,
    }.ToDictionary(static layout => layout.Name);
}
