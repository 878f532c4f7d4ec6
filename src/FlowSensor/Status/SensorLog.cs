using System.Net;

namespace FlowSensor.Status;

/// <summary>What the running sensor tells its operator.</summary>
internal static partial class SensorLog
{
    [LoggerMessage(LogLevel.Information, "Sensor {Name} listens on {Endpoints} and keeps its results in {Folder}.")]
    public static partial void Listening(ILogger logger, string name, string endpoints, string folder);

    [LoggerMessage(LogLevel.Warning, "The kernel gave {Endpoint} a receive buffer of {Given} instead of {Wanted}; raise it with 'sysctl -w net.core.rmem_max={Octets}'.")]
    public static partial void SmallBuffer(ILogger logger, IPEndPoint endpoint, string given, string wanted, long octets);

    [LoggerMessage(LogLevel.Warning, "Exports of {Senders} are refused (not_allowed): they are not in inputs.netflow.allow or inputs.sflow.allow. Each is named once an hour, 32 at most.")]
    public static partial void Refused(ILogger logger, string senders);

    [LoggerMessage(LogLevel.Information, "RWhois and whois answer on {Endpoints} about {Institutions} institutions.")]
    public static partial void Publishing(ILogger logger, string endpoints, int institutions);

    [LoggerMessage(LogLevel.Information, "Everything is open, and the process is the user {User} ({UserId}) from here on, without any rights of root.")]
    public static partial void RunsAs(ILogger logger, string user, uint userId);

    [LoggerMessage(LogLevel.Warning, "The configuration was read again and is valid, but the old one stays in force until the sensor is started again, because the rights of root were given up: {Need}.")]
    public static partial void RestartWanted(ILogger logger, string need);

    [LoggerMessage(LogLevel.Warning, "sensor.user is {User} now, but the process stays the user {Present} until the sensor is started again: a restart is wanted.")]
    public static partial void UserWaits(ILogger logger, string user, string present);

    [LoggerMessage(LogLevel.Information, "The dashboard answers on {Address}: pages, /api/v1, /metrics, /healthz, /readyz.")]
    public static partial void Dashboard(ILogger logger, string address);

    [LoggerMessage(LogLevel.Information, "Replayed {Packets} packets of {Files} files.")]
    public static partial void Replayed(ILogger logger, long packets, int files);

    [LoggerMessage(LogLevel.Warning, "{Sentence}")]
    public static partial void Trouble(ILogger logger, string sentence);

    [LoggerMessage(LogLevel.Information, "Abuse desk: {Opened} automatic reports, {Sent} mails sent, {Failed} failed, {Uncertain} uncertain, {Waiting} waiting; {Changed} tickets changed by their host's traffic")]
    public static partial void DeskRound(ILogger logger, int opened, int sent, int failed, int uncertain, int waiting, int changed);

    [LoggerMessage(LogLevel.Error, "{Sentence}")]
    public static partial void Failed(ILogger logger, string sentence);

    [LoggerMessage(LogLevel.Warning, "{Failure} Results wait, and are written when it works again.")]
    public static partial void StoreWaits(ILogger logger, string failure);

    [LoggerMessage(LogLevel.Warning, "{Failure} An hour or day of an earlier version gets no columns or sums for now; questions read its rows, which takes longer.")]
    public static partial void OlderLeft(ILogger logger, string failure);

    [LoggerMessage(LogLevel.Information, "The store is written again.")]
    public static partial void StoreWritesAgain(ILogger logger);

    [LoggerMessage(LogLevel.Information, "The configuration was read again and is in force.")]
    public static partial void Reloaded(ILogger logger);

    [LoggerMessage(LogLevel.Warning, "The configuration was read again and is not valid, so the old one stays in force: {Problem}")]
    public static partial void ReloadRefused(ILogger logger, string problem);

    [LoggerMessage(LogLevel.Warning, "The configuration was read again and cannot be taken on, so the old one stays in force: {Problem}")]
    public static partial void ReloadImpossible(ILogger logger, string problem);

    [LoggerMessage(LogLevel.Information, "Stopped after {Datagrams} datagrams and {Records} records; {Windows} windows, hours and days were written.")]
    public static partial void Stopped(ILogger logger, long datagrams, long records, long windows);

    [LoggerMessage(LogLevel.Information, "Interface {Interface}: {Seen} packets seen, {Delivered} delivered, kernel_dropped {KernelDropped}, queue_full {QueueFull}, interface_dropped {InterfaceDropped}.")]
    public static partial void Captured(ILogger logger, string @interface, long seen, long delivered, long kernelDropped, long queueFull, long interfaceDropped);

    [LoggerMessage(LogLevel.Information, "Logs: {Types} message types, {Messages} syslog messages, files: {Files}.")]
    public static partial void LogsRead(ILogger logger, int types, long messages, string files);

    [LoggerMessage(LogLevel.Information, "Syslog: {Messages} messages, queue_full {QueueFull}, not_allowed {NotAllowed}, cut {Cut}; {Connections} connections, refused {Refused}, idle {Idle}, tls_failed {TlsFailed}.")]
    public static partial void SyslogReceived(ILogger logger, long messages, long queueFull, long notAllowed, long cut, long connections, long refused, long idle, long tlsFailed);

    [LoggerMessage(LogLevel.Information, "{Packets} packets: {Metered} metered, dropped: {Dropped}; {Records} flow records.")]
    public static partial void Metered(ILogger logger, long packets, long metered, string dropped, long records);
}
