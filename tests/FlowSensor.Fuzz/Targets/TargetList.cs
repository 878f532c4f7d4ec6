using FlowSensor.Protocols.Logs;

namespace FlowSensor.Fuzz.Targets;

/// <summary>All targets.</summary>
internal static class TargetList
{
    /// <summary>The targets, made anew.</summary>
    public static IReadOnlyList<FuzzTarget> All() =>
    [
        new ExportTarget("v1", 1),
        new ExportTarget("v5", 5),
        new ExportTarget("v7", 7),
        new ExportTarget("v9", 9),
        new ExportTarget("ipfix", 10),
        new SFlowTarget(),
        new CollectorTarget(),
        new CaptureFileTarget("pcap"),
        new CaptureFileTarget("pcapng"),
        new CaptureFileTarget("pcap-gz"),
        new PacketTarget(),
        new DnsTarget(overTcp: false),
        new DnsTarget(overTcp: true),
        new SmtpTarget(),
        new MailAccessTarget("pop3"),
        new MailAccessTarget("imap"),
        new SnmpTarget(),
        new WireTarget(),
        new SyslogTarget(),
        .. Enum.GetValues<LogFormat>().Select(static format => new LogTarget(format)),
        new MailboxTarget(),
        new ComplaintTarget("complaint"),
        new ComplaintTarget("complaint-text"),
        new ComplaintTarget("arf"),
        new ComplaintTarget("xarf"),
        new DirectoryTarget("rwhois-query"),
        new DirectoryTarget("rwhois-answer"),
        new DirectoryTarget("rdap"),
        new ConfigurationTarget("yaml"),
        new ConfigurationTarget("institutions"),
        new ConfigurationTarget("institutions-csv"),
        new SpoolTarget(wholeFolder: false),
        new SpoolTarget(wholeFolder: true),
        new TemplateJournalTarget(),
        new BackupTarget(),
        new EvidencePacketsTarget(),
        new DetectorStateTarget(),
        new AnswerTarget("smtp-answer"),
        new AnswerTarget("whois-answer"),
        new AnswerTarget("sensor-answer"),
        new ApiTarget(),
        new LogMiningTarget(),
        new StoredTextTarget("routes-json"),
        new StoredTextTarget("routes-csv"),
        new StoredTextTarget("routes-saved"),
        new StoredTextTarget("list-entries"),
        new StoredTextTarget("influx-answer"),
        new StoredTextTarget("follow-state"),
    ];
}
