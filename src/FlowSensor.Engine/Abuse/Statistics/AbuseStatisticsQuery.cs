using FlowSensor.Engine.Storage;
using FlowSensor.Protocols.Addressing;
using static FlowSensor.Engine.Abuse.Statistics.StatisticsRows;

namespace FlowSensor.Engine.Abuse.Statistics;

/// <summary>
/// The measure of success as it was published (Taoyuan): complaints and hosts by kind and month, whether we had found them ourselves, and how
/// long a host went on. A month is that of the deed: of a complaint's time, of an incident's opening.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="zone">Time zone of months.</param>
public sealed class AbuseStatisticsQuery(StoreReader store, TimeZoneInfo zone)
{
    private const long Slack = 86_400_000;

    /// <summary>Asks.</summary>
    /// <param name="range">Time; all of it where nothing is given.</param>
    /// <exception cref="StoreException">The database failed.</exception>
    public AbuseStatistics Ask(TimeRange range) => store.Ask(connection =>
    {
        List<Found> all = Incidents(connection);
        ILookup<IpAddress, Found> byHost = all.ToLookup(static incident => incident.Host);
        Complained[] complained = [.. StatisticsRows.Complaints(connection).Where(complaint => Contains(range, complaint.Time))];
        Found[] found = [.. all.Where(incident => Contains(range, incident.Opened))];
        Reported[] reported = [.. StatisticsRows.Reports(connection).Where(report => Contains(range, report.Opened))];
        IEnumerable<DateOnly> months = complained.Select(complaint => MonthOf(complaint.Time)).Concat(found.Select(incident => MonthOf(incident.Opened))).Distinct().Order();
        return new AbuseStatistics(
            [.. months.Select(month => Of(
                month,
                [.. complained.Where(complaint => MonthOf(complaint.Time) == month)],
                [.. found.Where(incident => MonthOf(incident.Opened) == month)],
                [.. reported.Where(report => MonthOf(report.Opened) == month)],
                byHost))],
            Institutions(complained, found, reported));
    });

    private static AbuseMonth Of(DateOnly month, Complained[] complained, Found[] found, Reported[] reported, ILookup<IpAddress, Found> byHost) => new()
    {
        Month = month,
        Complaints = Count(complained, static complaint => complaint.Category, static complaint => complaint.Complaint),
        ComplainedHosts = Count(complained, static complaint => complaint.Category, static complaint => complaint.Host),
        FoundHosts = Count(found, static incident => incident.Kind, static incident => incident.Host),
        Found = FoundOf(complained, byHost),
        Reports = OutcomesOf(reported),
    };

    private static FoundHosts FoundOf(Complained[] complained, ILookup<IpAddress, Found> byHost)
    {
        int before = 0, after = 0, not = 0;
        foreach (IGrouping<IpAddress, Complained> host in complained.GroupBy(static complaint => complaint.Host))
        {
            bool[] found = [.. host.SelectMany(complaint => byHost[complaint.Host]
                .Where(incident => incident.Opened <= complaint.Time + Slack && incident.Ended >= complaint.Time - Slack)
                .Select(incident => incident.Detected <= complaint.Received))];
            before += found.Contains(true) ? 1 : 0;
            after += found.Length > 0 && !found.Contains(true) ? 1 : 0;
            not += found.Length == 0 ? 1 : 0;
        }

        return new FoundHosts(before, after, not);
    }

    private static AbuseInstitution[] Institutions(Complained[] complained, Found[] found, Reported[] reported)
    {
        ILookup<string, Complained> complaints = complained.ToLookup(static complaint => complaint.Institution);
        ILookup<string, Found> incidents = found.ToLookup(static incident => incident.Institution);
        ILookup<string, Reported> reports = reported.ToLookup(static report => report.Institution);
        return
        [
            .. complaints.Select(static group => group.Key).Union(incidents.Select(static group => group.Key)).Union(reports.Select(static group => group.Key))
                .Select(name => new AbuseInstitution(
                    name,
                    Different(incidents[name], static incident => incident.Host),
                    Different(complaints[name], static complaint => complaint.Complaint),
                    Different(complaints[name], static complaint => complaint.Host),
                    OutcomesOf([.. reports[name]])))
                .OrderByDescending(static institution => institution.FoundHosts + institution.ComplainedHosts).ThenBy(static institution => institution.Name, StringComparer.Ordinal),
        ];
    }

    private static ReportOutcomes OutcomesOf(Reported[] reports) => new(
        reports.Length,
        reports.Count(static report => report.IsAnswered),
        reports.Count(static report => report.Stopped is not null),
        reports.Count(static report => report.HasRecurred),
        Median(reports.Select(static report => report.Sent - report.FirstSeen)),
        Median(reports.Where(static report => report.Stopped is not null).Select(static report => report.Stopped!.Value - report.FirstSeen)),
        Median(reports.Where(static report => report.Stopped is not null).Select(static report => Math.Max(0, report.Stopped!.Value - report.Sent))));

    private static TimeSpan? Median(IEnumerable<long> milliseconds)
    {
        long[] sorted = [.. milliseconds.Order()];
        return sorted.Length == 0 ? null : TimeSpan.FromMilliseconds((sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2);
    }

    private static Dictionary<string, int> Count<T, TKey>(T[] rows, Func<T, string> kind, Func<T, TKey> what) =>
        rows.GroupBy(kind).ToDictionary(static group => group.Key, group => Different(group, what));

    private static int Different<T, TKey>(IEnumerable<T> rows, Func<T, TKey> what) => rows.Select(what).Distinct().Count();

    private static bool Contains(TimeRange range, long time) => time >= (range.From ?? long.MinValue) && time < (range.To ?? long.MaxValue);

    private DateOnly MonthOf(long time)
    {
        DateTime local = TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeMilliseconds(time), zone).DateTime;
        return new DateOnly(local.Year, local.Month, 1);
    }
}
