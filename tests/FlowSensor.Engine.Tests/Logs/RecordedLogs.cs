using FlowSensor.Engine.Logs;
using FlowSensor.Engine.MailStatistics;
using FlowSensor.Engine.Tests.Recordings;

namespace FlowSensor.Engine.Tests.Logs;

/// <summary>The daemons' own logs of a recording, read as <c>flowsensor logs stats</c> reads them.</summary>
internal static class RecordedLogs
{
    private static readonly string[] Names = ["mail.log.gz", "dovecot.log.gz", "queries.log.gz", "postgrey.log.gz"];

    public static LogStatistics Read(string scenario)
    {
        LogStatisticsOptions options = new();
        options.Servers.AddRange(RecordedScenario.MailServer);
        LogStatistics statistics = new(options);
        foreach (string name in Names)
        {
            string path = Path.Combine(RecordedScenario.Root, scenario, name);
            if (File.Exists(path))
            {
                LogFileOptions files = new() { Year = 2026, Format = name.StartsWith("postgrey", StringComparison.Ordinal) ? Protocols.Logs.LogFormat.Postgrey : default };
                new LogFileReader(files, TimeProvider.System).Read([path], statistics, progress: null, CancellationToken.None);
            }
        }

        return statistics;
    }

    public static MailSample Total(MailServerStatistics mail)
    {
        MailSample total = default;
        foreach (HostDay day in mail.ServerDays().Where(static day => RecordedScenario.MailServer.Contains(day.Host)))
        {
            total.Add(day.Total());
        }

        return total;
    }
}
