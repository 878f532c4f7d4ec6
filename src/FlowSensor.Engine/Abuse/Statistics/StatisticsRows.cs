using FlowSensor.Engine.Storage;
using FlowSensor.Protocols.Addressing;
using Microsoft.Data.Sqlite;

namespace FlowSensor.Engine.Abuse.Statistics;

/// <summary>The rows that the desk's numbers are made of.</summary>
internal static class StatisticsRows
{
    /// <summary>A host in a complaint. Time: when it is said to have done it. Received: when the complaint came.</summary>
    internal readonly record struct Complained(long Complaint, string Category, IpAddress Host, long Time, long Received, string Institution);

    /// <summary>An incident of a host that was no victim and not forged.</summary>
    internal readonly record struct Found(string Kind, IpAddress Host, long Opened, long Detected, long Ended, string Institution);

    /// <summary>A report that was sent.</summary>
    internal readonly record struct Reported(string Institution, long Opened, long FirstSeen, long Sent, bool IsAnswered, long? Stopped, bool HasRecurred);

    public static List<Complained> Complaints(SqliteConnection connection) => connection.Rows(
        """
        SELECT c.id, c.category, s.source, coalesce(s.first, c.dated, c.handled), coalesce(c.dated, c.handled), s.institution
        FROM complaints c JOIN complaint_sources s ON s.complaint = c.id WHERE c.action NOT IN ('ignore', 'ticket')
        """,
        static row => new Complained(row.GetInt64(0), row.GetString(1), row.Address(2), row.GetInt64(3), row.GetInt64(4), row.GetString(5)));

    public static List<Found> Incidents(SqliteConnection connection) => connection.Rows(
        "SELECT kind, source, opened, detected, coalesce(closed, last_seen), institution FROM incidents WHERE source IS NOT NULL AND role <> 'victim' AND forged = 0",
        static row => new Found(row.GetString(0), row.Address(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetString(5)));

    public static List<Reported> Reports(SqliteConnection connection) => connection.Rows(
        "SELECT institution, opened, first_seen, sent, answered IS NOT NULL, stopped, recurred IS NOT NULL FROM tickets WHERE sent IS NOT NULL",
        static row => new Reported(
            row.GetString(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetBoolean(4), row.IsDBNull(5) ? null : row.GetInt64(5), row.GetBoolean(6)));
}
