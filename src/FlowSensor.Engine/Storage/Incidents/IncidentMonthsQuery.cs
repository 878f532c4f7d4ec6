using FlowSensor.Engine.Reports.Incidents;
using FlowSensor.Protocols.Addressing;
using Microsoft.Data.Sqlite;

namespace FlowSensor.Engine.Storage.Incidents;

/// <summary>
/// The measure of success as it was published: hosts by kind and month, and the share of complained-about hosts that the list had found.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="zone">Time zone of months.</param>
public sealed class IncidentMonthsQuery(StoreReader store, TimeZoneInfo zone)
{
    // A complaint names a day more often than a minute: an incident that opens within a day of it had found the host.
    private const long Slack = 86_400_000;

    /// <summary>Asks for every month that a range touches and that has an incident or a complaint, the oldest first.</summary>
    /// <param name="range">Time; all of it where nothing is given.</param>
    /// <param name="complaints">Complaints that were received.</param>
    /// <exception cref="StoreException">The database failed.</exception>
    public IReadOnlyList<IncidentMonth> Ask(TimeRange range, IReadOnlyCollection<Complaint> complaints)
    {
        ArgumentNullException.ThrowIfNull(complaints);
        return store.Ask(connection =>
        {
            List<(string Kind, IpAddress Source, long Opened, long Ended)> incidents = Read(connection, range);
            ILookup<DateOnly, Complaint> received = complaints.Where(complaint => Contains(range, complaint.Time)).ToLookup(complaint => MonthOf(complaint.Time));
            ILookup<DateOnly, (string Kind, IpAddress Source, long Opened, long Ended)> opened = incidents.ToLookup(incident => MonthOf(incident.Opened));
            return opened.Select(static month => month.Key).Union(received.Select(static month => month.Key)).Order()
                .Select(month => Of(month, opened[month], received[month], incidents)).ToList();
        });
    }

    private static IncidentMonth Of(
        DateOnly month,
        IEnumerable<(string Kind, IpAddress Source, long Opened, long Ended)> opened,
        IEnumerable<Complaint> received,
        List<(string Kind, IpAddress Source, long Opened, long Ended)> incidents)
    {
        Dictionary<string, int> hosts = opened.GroupBy(static incident => incident.Kind)
            .ToDictionary(static kind => kind.Key, static kind => kind.Select(static incident => incident.Source).Distinct().Count());
        ILookup<IpAddress, (string Kind, IpAddress Source, long Opened, long Ended)> bySource = incidents.ToLookup(static incident => incident.Source);
        List<IGrouping<IpAddress, Complaint>> complained = [.. received.GroupBy(static complaint => complaint.Host)];
        int found = complained.Count(host => host.Any(complaint => bySource[host.Key].Any(incident => incident.Opened <= complaint.Time + Slack && incident.Ended >= complaint.Time - Slack)));
        return new IncidentMonth(month, hosts, opened.Select(static incident => incident.Source).Distinct().Count(), complained.Count, found);
    }

    private static List<(string Kind, IpAddress Source, long Opened, long Ended)> Read(SqliteConnection connection, TimeRange range) => connection.Rows(
        """
        SELECT rule, source, opened, coalesce(closed, last_seen) FROM incidents
        WHERE source IS NOT NULL AND role <> 'victim' AND forged = 0 AND opened >= $from AND opened < $to ORDER BY opened
        """,
        static row => (row.GetString(0), row.Address(1), row.GetInt64(2), row.GetInt64(3)),
        ("$from", range.From ?? long.MinValue), ("$to", range.To ?? long.MaxValue));

    private static bool Contains(TimeRange range, long time) => time >= (range.From ?? long.MinValue) && time < (range.To ?? long.MaxValue);

    private DateOnly MonthOf(long time)
    {
        DateTime local = TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeMilliseconds(time), zone).DateTime;
        return new DateOnly(local.Year, local.Month, 1);
    }
}
