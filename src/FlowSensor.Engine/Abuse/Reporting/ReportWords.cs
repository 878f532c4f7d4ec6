using System.Globalization;
using FlowSensor.Engine.Contacts;
using FlowSensor.Engine.Reports.Incidents;

namespace FlowSensor.Engine.Abuse.Reporting;

/// <summary>The parts of a report as words, for text, web page and the description of the machine-readable forms.</summary>
internal static class ReportWords
{
    private static readonly Dictionary<string, string> Kinds = new()
    {
        ["smtp_sender"] = "sends mail as spam senders and misused relays do",
        ["mail_server_attacked"] = "is flooded by spam or junk senders",
        ["syn_flood_victim"] = "is the target of connection attempts that are never completed",
        ["syn_flood_source"] = "sends connection attempts that are never completed",
        ["port_scan"] = "tries many ports of few hosts",
        ["host_scan"] = "tries few ports of many hosts",
        ["ping_storm"] = "sends echo requests in numbers that no measurement needs",
        ["udp_amplification"] = "takes part in an amplification flood",
        ["dns_anomaly"] = "asks DNS far more than hosts like it",
        ["dns_tunnel"] = "carries data in DNS names",
        ["nxdomain_storm"] = "asks for many names that do not exist",
        [SourceReportQuery.Kind] = "sent the traffic listed below; no rule of ours calls it abnormal",
        ["login_guessing"] = "tries passwords at mailboxes or at mail submission",
        ["log_finding"] = "says something in its log that a person should see",
    };

    /// <summary>What the source does.</summary>
    public static string What(IncidentReport incident) => Kinds.GetValueOrDefault(incident.Kind, $"exceeds the rule {incident.Rule}");

    /// <summary>What speaks for the source's address being its own.</summary>
    public static string Handshake(IncidentReport incident) =>
        incident.IsForged ? "The source address is probably forged: its owner may not be the culprit."
        : incident.Handshake switch
        {
            "established" => "Completed connections were seen, so the source address is not forged.",
            "syn_only" => "Only connection attempts without an answer were seen, so the source address can be forged.",
            "one_way" => "Datagrams were seen in one direction only, so the source address can be forged.",
            _ => "Nothing was seen that tells whether the source address is forged.",
        };

    /// <summary>How the counts relate to what was on the wire.</summary>
    public static string Sampling(AbuseReport report)
    {
        long?[] intervals = [.. report.Ledger.Select(static exporter => exporter.Sampling).Distinct().Order()];
        return intervals switch
        {
            [] or [1] => "Nothing was sampled: counts are what was seen.",
            [long interval] => string.Create(CultureInfo.InvariantCulture, $"The exporter samples 1 in {interval}: packets and octets are estimates, flows are as seen."),
            [null] => "The exporter does not tell whether it samples: counts are what it reported.",
            _ => "Exporters sample at different intervals: packets and octets are estimates where an interval is known, flows are as seen.",
        };
    }

    /// <summary>What of the traffic of that time was not seen.</summary>
    public static string Loss(AbuseReport report)
    {
        long received = report.Ledger.Sum(static exporter => exporter.Datagrams);
        long dropped = report.Ledger.Sum(static exporter => exporter.Dropped?.Values.Sum() ?? 0);
        long lost = report.Ledger.Sum(static exporter => exporter.SequenceLost);
        return report.Ledger.Count == 0
            ? Captured(report)
            : string.Create(CultureInfo.InvariantCulture, $"Of that time {received} datagrams of {report.Ledger.Count} exporters were received, {dropped} of them not counted, and sequence numbers tell of {lost} lost on the way.");
    }

    private static string Captured(AbuseReport report)
    {
        long seen = report.Interfaces.Sum(static counters => counters.Seen);
        long dropped = report.Interfaces.Sum(static counters => counters.KernelDropped + counters.QueueFull + counters.InterfaceDropped);
        return report.Interfaces.Count == 0
            ? "The sensor took packets from captures."
            : string.Create(CultureInfo.InvariantCulture, $"The sensor captured packets itself: of that time {seen} were seen at {report.Interfaces.Count} {(report.Interfaces.Count == 1 ? "interface" : "interfaces")}, and {dropped} dropped.");
    }

    /// <summary>What the clocks are worth.</summary>
    public static string Clock(AbuseReport report) =>
        report.Ledger.Count == 0 ? "Times are of the sensor's clock." : "Times are as the exporters' clocks gave them.";

    /// <summary>How the contact was found.</summary>
    public static IEnumerable<string> ContactSteps(ContactAnswer contact) =>
        contact.Steps.Select(static step => $"{step.Source}: {step.Answer}");

    /// <summary>Counts of the windows over the threshold; of traffic without an incident, of all windows.</summary>
    public static string Counts(IncidentReport incident) => string.Create(
        CultureInfo.InvariantCulture,
        $"{incident.Flows} flows, {incident.Packets} packets, {incident.Octets} octets in {incident.Windows} windows{(incident.Kind == SourceReportQuery.Kind ? "" : " over the threshold")}; at most {incident.Peers} different other ends in a window");
}
