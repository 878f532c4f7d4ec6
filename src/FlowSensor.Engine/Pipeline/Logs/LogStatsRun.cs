using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Logs;
using FlowSensor.Engine.MailStatistics;
using FlowSensor.Engine.Reports.Logs;
using FlowSensor.Engine.Storage;
using FlowSensor.Engine.Storage.Mail;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Pipeline.Logs;

/// <summary>Counts of log files: reads lines as a sink, gives the report, and what is to be stored.</summary>
public sealed class LogStatsRun
{
    // Files of one reading may span a year, and come one log after the other.
    private const int KeptDays = 400;
    private const int MaxServerDays = 20_000;

    private readonly SensorOptions _options;
    private readonly LogStatistics _statistics;

    /// <summary>Makes a run.</summary>
    /// <param name="options">The configuration: calendar, levels, networks.</param>
    /// <param name="servers">The server that the logs are of: none, one address, or one of each family.</param>
    /// <param name="day">Only lines of this local day; null: all.</param>
    public LogStatsRun(SensorOptions options, IEnumerable<IpAddress> servers, DateOnly? day)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        MailStatisticsOptions mail = options.Mail.ToStatistics(options.Sensor);
        mail.KeptDays = KeptDays;
        mail.MaxServerDays = MaxServerDays;
        LogStatisticsOptions settings = new() { Day = day, Mail = mail, Calendar = MailOptions.CalendarOf(options.Sensor) };
        settings.Servers.AddRange(servers);
        _statistics = new LogStatistics(settings);
    }

    /// <summary>Takes the lines.</summary>
    public ILogLineSink Sink => _statistics;

    /// <summary>Takes what follows for lines of another log.</summary>
    /// <param name="server">Its server; null when that is not known.</param>
    public void Use(IpAddress? server) => _statistics.Servers.Use(server is { } known ? [known] : []);

    /// <summary>The report of what was counted so far.</summary>
    public LogStatsReport Report() => new(_statistics, _options);

    /// <summary>What is to be stored, and how many servers are left out because only their names are known.</summary>
    public (IReadOnlyList<StoredItem> Items, int Unnamed) Items()
    {
        MailRecorder recorder = new(static _ => { }, MailOrigin.Log);
        StoredMail? mail = recorder.Take(_statistics.Mail, long.MaxValue);
        int unnamed = mail?.Samples.Where(static sample => LogServers.IsStandIn(sample.Server)).Select(static sample => sample.Server).Distinct().Count() ?? 0;
        IReadOnlyList<StoredItem> items = mail?.OfKnownServers() is { } known ? [known] : [];
        return (items, unnamed);
    }
}
