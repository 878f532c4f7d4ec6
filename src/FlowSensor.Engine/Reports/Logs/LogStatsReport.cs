using System.Globalization;
using System.Text.Json;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Inspection;
using FlowSensor.Engine.Logs;
using FlowSensor.Engine.MailStatistics;
using FlowSensor.Engine.Reports.Mail;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Reports.Logs;

/// <summary>What log files say: as JSON, as tables, and as pictures of days like the published ones.</summary>
public sealed class LogStatsReport
{
    private const int TopNames = 20;

    private readonly LogStatistics _statistics;
    private readonly SensorOptions _options;

    internal LogStatsReport(LogStatistics statistics, SensorOptions options)
    {
        _statistics = statistics;
        _options = options;
    }

    /// <summary>Lines counted.</summary>
    public long Lines => _statistics.Lines;

    /// <summary>Lines of other days than the one asked for.</summary>
    public long OtherDays => _statistics.OtherDays;

    /// <summary>One sentence about what was read.</summary>
    public string Summary => string.Create(
        CultureInfo.InvariantCulture,
        $"{_statistics.Lines:N0} lines: {_statistics.Parsed:N0} understood, {_statistics.Unknown:N0} unknown{Span()}.");

    /// <summary>Names of the columns of comma separated values: the table of servers.</summary>
    public static IReadOnlyList<string> CsvNames => MailServersReport.CsvNames;

    /// <summary>Rows of comma separated values.</summary>
    public IEnumerable<IReadOnlyList<string>> CsvRows => Servers().CsvRows;

    /// <summary>The table of servers by day, and those of programs, refusals, deliveries, verdicts and DNS that have rows.</summary>
    public IEnumerable<ReportTable> Tables()
    {
        MailServersReport servers = Servers();
        if (servers.Count > 0)
        {
            yield return servers.Table();
        }

        yield return new ReportTable(
            "Programs", ["program", ">lines", ">unknown"],
            [.. _statistics.Programs.All().Take(TopNames).Select(static program => (IReadOnlyList<string>)[program.Program, Text(program.Lines), Text(program.Unknown)])]);
        foreach (ReportTable table in (IEnumerable<ReportTable>)[Delivery(), Verdicts(), Queries()])
        {
            if (table.Rows.Count > 0)
            {
                yield return table;
            }
        }
    }

    /// <summary>Pictures of all days of all servers.</summary>
    public void WriteDays(TextWriter output) => Servers().WriteDays(output);

    /// <summary>Writes one object.</summary>
    /// <param name="destination">Where to; left open.</param>
    public void WriteJson(Stream destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        using (Utf8JsonWriter json = new(destination, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteNumber("lines", _statistics.Lines);
            json.WriteNumber("parsed", _statistics.Parsed);
            json.WriteNumber("unknown", _statistics.Unknown);
            WriteTime(json, "first", _statistics.First);
            WriteTime(json, "last", _statistics.Last);
            WritePrograms(json);
            InspectionJson.WriteMail(json, _statistics.Mail, _statistics.Servers.NameOf);
            InspectionJson.WriteRejects(json, Rejects());
            WriteDns(json);
            LogStatsJson.WriteRest(json, _statistics);
            json.WriteEndObject();
        }

        destination.WriteByte((byte)'\n');
        destination.Flush();
    }

    private static string Text(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static void WriteTime(Utf8JsonWriter json, string name, long? time)
    {
        if (time is long instant)
        {
            json.WriteString(name, DateTimeOffset.FromUnixTimeMilliseconds(instant).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        }
    }

    private void WritePrograms(Utf8JsonWriter json)
    {
        json.WriteStartObject("programs");
        foreach ((string program, long lines, _) in _statistics.Programs.All())
        {
            json.WriteNumber(program, lines);
        }

        json.WriteEndObject();
        json.WriteStartObject("unknown_by_program");
        foreach ((string program, _, long unknown) in _statistics.Programs.All().Where(static program => program.Unknown > 0))
        {
            json.WriteNumber(program, unknown);
        }

        json.WriteEndObject();
    }

    private void WriteDns(Utf8JsonWriter json)
    {
        LogDnsCounters dns = _statistics.Dns;
        json.WriteStartObject("dns");
        json.WriteNumber("queries", dns.Queries);
        json.WriteNumber("responses", dns.Responses);
        json.WriteStartObject("types");
        foreach ((string type, long queries) in dns.Types())
        {
            json.WriteNumber(type, queries);
        }

        json.WriteEndObject();
        json.WriteStartObject("rcodes");
        foreach ((string code, long responses) in dns.ResponseCodes.Top())
        {
            json.WriteNumber(code, responses);
        }

        json.WriteEndObject();
        json.WriteNumber("tcp", dns.OverTcp);
        json.WriteNumber("edns", dns.WithEdns);
        json.WriteEndObject();
    }

    private RejectCounts Rejects()
    {
        RejectCounts rejects = default;
        foreach (HostDay day in _statistics.Mail.ServerDays())
        {
            rejects.Add(day.Total().Rejects);
        }

        return rejects;
    }

    private MailServersReport Servers()
    {
        MailStatisticsOptions settings = _options.Mail.ToStatistics(_options.Sensor);
        MailDayReports reports = new(settings, _statistics.Mail, new MailBaseline(), _options.Mail.ToRule());
        List<MailDayReport> days = [];
        foreach (HostDay day in _statistics.Mail.ServerDays())
        {
            MailDayReport report = reports.Of(day.Host, day.Day)! with { Origin = MailOrigin.Log, Name = NameOf(day.Host) };
            reports.Learn(report);
            days.Add(report);
        }

        return new MailServersReport(
            days, days.Count == 0 ? default : days.Min(static day => day.Day), days.Count == 0 ? default : days.Max(static day => day.Day));
    }

    private string? NameOf(IpAddress server) => LogServers.IsStandIn(server) ? _statistics.Servers.NameOf(server) : null;

    private ReportTable Delivery()
    {
        LogCounters counters = _statistics.Counters;
        long mean = counters.Delays.Count == 0 ? 0 : counters.Delays.TotalMs / counters.Delays.Count;
        return new ReportTable(
            "Queue and delivery", [">queued", ">removed", ">sent", ">deferred", ">bounced", ">mean delay s", ">longest s"],
            counters.Queued + counters.Sent + counters.Deferred + counters.Bounced == 0 ? [] :
            [[Text(counters.Queued), Text(counters.Removed), Text(counters.Sent), Text(counters.Deferred), Text(counters.Bounced), Seconds(mean), Seconds(counters.LongestDelayMs)]]);
    }

    private ReportTable Verdicts()
    {
        LogCounters counters = _statistics.Counters;
        GreylistTable greylist = _statistics.Greylist;
        long any = counters.Viruses + counters.Spam + counters.Clean + greylist.Deferred + counters.GreyNew + counters.Blacklisted + counters.Trouble + counters.AuthFailures + counters.OtherRefusals;
        return new ReportTable(
            "Verdicts and trouble",
            [">viruses", ">spam", ">clean", ">deferred", ">came back", ">accepted later", ">black listed", ">bad passwords", ">other refusals", ">trouble"],
            any == 0 ? [] :
            [[
                Text(counters.Viruses), Text(counters.Spam), Text(counters.Clean), Text(greylist.Deferred), Text(greylist.Returned), Text(greylist.AcceptedLater),
                Text(counters.Blacklisted), Text(counters.AuthFailures), Text(counters.OtherRefusals), Text(counters.Trouble),
            ]]);
    }

    private ReportTable Queries() => new(
        "DNS queries", ["type", ">queries"],
        [.. _statistics.Dns.Types().Take(TopNames).Select(static type => (IReadOnlyList<string>)[type.Type, Text(type.Queries)])]);

    private static string Seconds(long milliseconds) => (milliseconds / 1_000.0).ToString("0.00", CultureInfo.InvariantCulture);

    private string Span() => _statistics is { First: long first, Last: long last }
        ? string.Create(CultureInfo.InvariantCulture, $", {DateTimeOffset.FromUnixTimeMilliseconds(first):yyyy-MM-dd HH:mm:ss}Z to {DateTimeOffset.FromUnixTimeMilliseconds(last):yyyy-MM-dd HH:mm:ss}Z")
        : "";
}
