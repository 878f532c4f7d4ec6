using System.Globalization;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.MailStatistics;
using FlowSensor.Engine.Reports.Mail;
using FlowSensor.Protocols.Addressing;
using Microsoft.Data.Sqlite;

namespace FlowSensor.Engine.Storage.Mail;

/// <summary>Days of mail servers, each judged by the levels learned from the days before it.</summary>
/// <param name="store">The store.</param>
/// <param name="options">Calendar, levels and rule.</param>
public sealed class MailServersQuery(StoreReader store, SensorOptions options)
{
    /// <summary>Days that levels are learned from.</summary>
    private const int LearnedDays = 60;

    /// <summary>Days shown when no start is given.</summary>
    private const int ShownDays = 7;

    // No mail server has logged before, and calendars end some time.
    private static readonly DateOnly FirstDay = new(1980, 1, 1);
    private static readonly DateOnly LastDay = new(9000, 1, 1);

    // Rows of a server lie side by side, those of a time do not: each server is read for itself. Which there are is found by jumping from one to the next.
    private const string Hosts = """
        WITH RECURSIVE hosts (server) AS (
            SELECT min(server) FROM mail_samples
            UNION ALL SELECT (SELECT m.server FROM mail_samples m WHERE m.server > hosts.server ORDER BY m.server LIMIT 1) FROM hosts WHERE hosts.server IS NOT NULL
        )

        """;

    private const string OfServer = " AND ($server IS NULL OR hosts.server = $server)";

    private static readonly string Samples = $"""
        {Hosts}SELECT m.server, m.start, {string.Join(", ", MailColumns.Names.Select(static name => $"m.{name}"))}
        FROM hosts CROSS JOIN mail_samples m ON m.server = hosts.server AND m.start >= $from AND m.start < $to
        WHERE m.origin = $origin{OfServer}
        """;

    // A day's sums are one value, and null where there is no sample: put together row by row they would be sorted first.
    private const string DaySums = $"""
        {Hosts}SELECT hosts.server, json_extract(j.value, '$[0]'), (
            SELECT sum(m.queries) || ' ' || sum(m.connections) || ' ' || sum(m.accepted) FROM mail_samples m
            WHERE m.server = hosts.server AND m.start >= json_extract(j.value, '$[0]') AND m.start < json_extract(j.value, '$[1]') AND m.origin = $origin)
        FROM hosts CROSS JOIN json_each($days) j
        WHERE hosts.server IS NOT NULL{OfServer}
        ORDER BY hosts.server, j.key
        """;

    private const string Clients = $"""
        {Hosts}SELECT m.server, m.start, m.client, m.connections
        FROM hosts CROSS JOIN mail_clients m ON m.server = hosts.server AND m.start >= $from AND m.start < $to
        WHERE m.origin = $origin{OfServer}
        ORDER BY m.server, m.start
        """;

    private readonly MailCalendar _calendar = MailOptions.CalendarOf(options.Sensor);

    /// <summary>Asks for every whole local day that a range touches.</summary>
    /// <param name="range">Time; without a start, the seven days up to the end.</param>
    /// <exception cref="StoreException">The database failed.</exception>
    public MailServersReport Ask(TimeRange range) => store.Ask(connection =>
    {
        long end = range.To ?? NewestEnd(connection);
        DateOnly last = _calendar.DayOf(Math.Max(0, end - 1), out _);
        DateOnly first = range.From is long from ? _calendar.DayOf(Math.Max(0, from), out _) : last.AddDays(1 - ShownDays);
        return Read(connection, first, last, server: null, withClients: false);
    });

    /// <summary>Asks for one local day.</summary>
    /// <param name="day">The day.</param>
    /// <param name="server">One server; null for all.</param>
    /// <exception cref="StoreException">The database failed.</exception>
    public MailServersReport Ask(DateOnly day, IpAddress? server) => store.Ask(connection => Read(connection, day, day, server, withClients: true));

    // What packets tell stands for a server's day where there are any; its log then stands beside it.
    private MailServersReport Read(SqliteConnection connection, DateOnly first, DateOnly last, IpAddress? server, bool withClients)
    {
        if (last < FirstDay || first > LastDay)
        {
            return new MailServersReport([], first, last);
        }

        first = first < FirstDay ? FirstDay : first;
        last = last > LastDay ? LastDay : last;
        List<MailDayReport> wire = Read(connection, MailOrigin.Wire, first, last, server, withClients);
        List<MailDayReport> log = Read(connection, MailOrigin.Log, first, last, server, withClients);
        Dictionary<(IpAddress, DateOnly), MailDayReport> logs = log.ToDictionary(static day => (day.Server, day.Day));
        HashSet<(IpAddress, DateOnly)> seen = [.. wire.Select(static day => (day.Server, day.Day))];
        IEnumerable<MailDayReport> days = wire.Select(day => logs.TryGetValue((day.Server, day.Day), out MailDayReport? beside) ? day with { Log = beside.Total } : day)
            .Concat(log.Where(day => !seen.Contains((day.Server, day.Day))));
        return new MailServersReport([.. days.OrderBy(static day => day.Server).ThenBy(static day => day.Day)], first, last);
    }

    private List<MailDayReport> Read(SqliteConnection connection, MailOrigin origin, DateOnly first, DateOnly last, IpAddress? server, bool withClients)
    {
        MailStatisticsOptions settings = options.Mail.ToStatistics(options.Sensor);
        settings.Networks.Clear();
        settings.MaxServerDays = int.MaxValue;
        settings.KeptDays = int.MaxValue / 2;
        MailServerStatistics statistics = new(settings, _calendar);
        MailDayReports reports = new(settings, statistics, new MailBaseline(), options.Mail.ToRule());
        long to = _calendar.StartOf(last.AddDays(1));
        LearnDays(connection, origin, server, reports, first);
        ReadSamples(connection, origin, server, statistics, _calendar.StartOf(first), to);
        if (withClients)
        {
            ReadClients(connection, origin, server, statistics, _calendar.StartOf(first), to);
        }

        ReadDays(connection, origin, statistics, first, last);

        List<MailDayReport> shown = [];
        foreach (HostDay day in statistics.ServerDays())
        {
            MailDayReport report = reports.Of(day.Host, day.Day)! with { Origin = origin };
            reports.Learn(report);
            if (day.Day >= first && day.Day <= last && (server is null || day.Host == server))
            {
                shown.Add(report);
            }
        }

        return shown;
    }

    private void LearnDays(SqliteConnection connection, MailOrigin origin, IpAddress? server, MailDayReports reports, DateOnly first)
    {
        IEnumerable<string> days = Enumerable.Range(0, LearnedDays).Select(after => first.AddDays(after - LearnedDays))
            .Select(day => string.Create(CultureInfo.InvariantCulture, $"[{_calendar.StartOf(day)},{_calendar.StartOf(day.AddDays(1))}]"));
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = DaySums;
        command.Parameters.AddWithValue("$server", server is IpAddress one ? AddressBlob.Of(one) : DBNull.Value);
        command.Parameters.AddWithValue("$origin", (int)origin);
        command.Parameters.AddWithValue("$days", $"[{string.Join(',', days)}]");
        using SqliteDataReader rows = command.ExecuteReader();
        while (rows.Read())
        {
            if (!rows.IsDBNull(2))
            {
                int[] sums = [.. rows.GetString(2).Split(' ').Select(static sum => int.Parse(sum, CultureInfo.InvariantCulture))];
                MailSample total = new() { Queries = sums[0], Connections = sums[1], Accepted = sums[2] };
                reports.Learn(Address(rows, 0), _calendar.DayOf(rows.GetInt64(1), out _), total);
            }
        }
    }

    private static void ReadSamples(SqliteConnection connection, MailOrigin origin, IpAddress? server, MailServerStatistics statistics, long from, long to)
    {
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Only constants of this folder.
        command.CommandText = Samples;
#pragma warning restore CA2100
        command.Parameters.AddWithValue("$server", server is IpAddress one ? AddressBlob.Of(one) : DBNull.Value);
        command.Parameters.AddWithValue("$origin", (int)origin);
        command.Parameters.AddWithValue("$from", from);
        command.Parameters.AddWithValue("$to", to);
        Restore(command, statistics);
    }

    private static void Restore(SqliteCommand command, MailServerStatistics statistics)
    {
        using SqliteDataReader rows = command.ExecuteReader();
        int[] values = new int[MailColumns.Names.Count];
        while (rows.Read())
        {
            // Every column is a number and none is null: over a month of many servers the checks of two million values would be felt.
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = SQLitePCL.raw.sqlite3_column_int(rows.Handle!, i + 2);
            }

            statistics.Restore(Address(rows, 0), rows.GetInt64(1), MailColumns.Sample(values));
        }
    }

    private static void ReadClients(SqliteConnection connection, MailOrigin origin, IpAddress? server, MailServerStatistics statistics, long from, long to)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = Clients;
        command.Parameters.AddWithValue("$server", server is IpAddress one ? AddressBlob.Of(one) : DBNull.Value);
        command.Parameters.AddWithValue("$origin", (int)origin);
        command.Parameters.AddWithValue("$from", from);
        command.Parameters.AddWithValue("$to", to);
        using SqliteDataReader rows = command.ExecuteReader();
        while (rows.Read())
        {
            statistics.RestoreClient(Address(rows, 0), rows.GetInt64(1), Address(rows, 2), rows.GetInt32(3));
        }
    }

    private static void ReadDays(SqliteConnection connection, MailOrigin origin, MailServerStatistics statistics, DateOnly first, DateOnly last)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT server, day, top_refusals FROM mail_days WHERE origin = $origin AND day >= $first AND day <= $last";
        command.Parameters.AddWithValue("$origin", (int)origin);
        command.Parameters.AddWithValue("$first", first.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        command.Parameters.AddWithValue("$last", last.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        using SqliteDataReader rows = command.ExecuteReader();
        while (rows.Read())
        {
            DateOnly day = DateOnly.ParseExact(rows.GetString(1), "yyyy-MM-dd", CultureInfo.InvariantCulture);
            statistics.FindDay(Address(rows, 0), day)?.AddRefusedRecipient(hash: 1, rows.GetInt64(2));
        }
    }

    private static long NewestEnd(SqliteConnection connection)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT coalesce(max(start), 0) FROM mail_samples";
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture) + MailCalendar.SampleMs;
    }

    private static IpAddress Address(SqliteDataReader rows, int column) => IpAddress.FromBytes(rows.GetFieldValue<byte[]>(column));
}
