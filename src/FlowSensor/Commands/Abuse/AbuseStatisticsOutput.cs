using System.Globalization;
using System.Text.Json;
using FlowSensor.Commands.Printing;
using FlowSensor.Engine.Abuse.Statistics;

namespace FlowSensor.Commands.Abuse;

/// <summary>Prints the numbers of the desk.</summary>
internal static class AbuseStatisticsOutput
{
    /// <summary>Prints tables by month and by institution.</summary>
    public static void WriteTable(AbuseStatistics statistics)
    {
        IReadOnlyList<AbuseMonth> months = statistics.Months;
        if (months.Count == 0)
        {
            Console.Out.WriteLine("No complaints and no incidents.");
            return;
        }

        IEnumerable<IReadOnlyList<string>> Kinds(string what, Func<AbuseMonth, IReadOnlyDictionary<string, int>> of) =>
            months.SelectMany(month => of(month).Keys).Distinct().Order(StringComparer.Ordinal)
                .Select(kind => (IReadOnlyList<string>)[$"{what}: {kind.Replace('_', ' ')}", .. months.Select(month => TableOutput.Plain(of(month).GetValueOrDefault(kind)))]);
        IReadOnlyList<string> Row(string what, Func<AbuseMonth, string> of) => [what, .. months.Select(of)];

        TableOutput.Write("Complaints and hosts by month", ["", .. months.Select(static month => $">{Name(month.Month)}")],
        [
            .. Kinds("complaints", static month => month.Complaints),
            .. Kinds("hosts complained about", static month => month.ComplainedHosts),
            Row("found before the complaint", static month => TableOutput.Plain(month.Found.Before)),
            Row("found after it", static month => TableOutput.Plain(month.Found.After)),
            Row("not found", static month => TableOutput.Plain(month.Found.Not)),
            Row("part found before", static month => month.Found.Share is double share ? TableOutput.Percent(share, 1) : "-"),
            .. Kinds("hosts found", static month => month.FoundHosts),
            Row("reports sent", static month => TableOutput.Plain(month.Reports.Sent)),
            Row("answered", static month => TableOutput.Plain(month.Reports.Answered)),
            Row("stopped", static month => TableOutput.Plain(month.Reports.Stopped)),
            Row("began again", static month => TableOutput.Plain(month.Reports.Recurred)),
            Row("first sight to report", static month => Time(month.Reports.ToReport)),
            Row("first sight to silence", static month => Time(month.Reports.ToSilence)),
            Row("report to silence", static month => Time(month.Reports.ReportToSilence)),
        ]);
        TableOutput.Write(
            "By institution",
            ["institution", ">found", ">complaints", ">complained about", ">reports", ">answered", ">stopped", ">again", ">to silence"],
            statistics.Institutions.Select(static institution => (IReadOnlyList<string>)
            [
                institution.Name.Length > 0 ? institution.Name : "-", TableOutput.Plain(institution.FoundHosts), TableOutput.Plain(institution.Complaints),
                TableOutput.Plain(institution.ComplainedHosts), TableOutput.Plain(institution.Reports.Sent), TableOutput.Plain(institution.Reports.Answered),
                TableOutput.Plain(institution.Reports.Stopped), TableOutput.Plain(institution.Reports.Recurred), Time(institution.Reports.ToSilence),
            ]));
    }

    /// <summary>Prints one object.</summary>
    public static void WriteJson(AbuseStatistics statistics) => JsonOutput.Write(json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("months");
        foreach (AbuseMonth month in statistics.Months)
        {
            Write(json, month);
        }

        json.WriteEndArray();
        json.WriteStartArray("institutions");
        foreach (AbuseInstitution institution in statistics.Institutions)
        {
            json.WriteStartObject();
            json.WriteString("institution", institution.Name);
            json.WriteNumber("found_hosts", institution.FoundHosts);
            json.WriteNumber("complaints", institution.Complaints);
            json.WriteNumber("complained_hosts", institution.ComplainedHosts);
            Write(json, institution.Reports);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static void Write(Utf8JsonWriter json, AbuseMonth month)
    {
        json.WriteStartObject();
        json.WriteString("month", Name(month.Month));
        Write(json, "complaints", month.Complaints);
        Write(json, "complained_hosts", month.ComplainedHosts);
        json.WriteNumber("found_before", month.Found.Before);
        json.WriteNumber("found_after", month.Found.After);
        json.WriteNumber("not_found", month.Found.Not);
        Write(json, "found_hosts", month.FoundHosts);
        Write(json, month.Reports);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, IReadOnlyDictionary<string, int> counts)
    {
        json.WriteStartObject(name);
        foreach ((string kind, int count) in counts.OrderBy(static kind => kind.Key, StringComparer.Ordinal))
        {
            json.WriteNumber(kind, count);
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ReportOutcomes reports)
    {
        json.WriteNumber("reports", reports.Sent);
        json.WriteNumber("answered", reports.Answered);
        json.WriteNumber("stopped", reports.Stopped);
        json.WriteNumber("recurred", reports.Recurred);
        Write(json, "first_sight_to_report_s", reports.ToReport);
        Write(json, "first_sight_to_silence_s", reports.ToSilence);
        Write(json, "report_to_silence_s", reports.ReportToSilence);
    }

    private static void Write(Utf8JsonWriter json, string name, TimeSpan? time)
    {
        if (time is TimeSpan known)
        {
            json.WriteNumber(name, (long)known.TotalSeconds);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private static string Name(DateOnly month) => month.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    private static string Time(TimeSpan? time) => time switch
    {
        null => "-",
        TimeSpan { TotalHours: >= 48 } days => string.Create(CultureInfo.InvariantCulture, $"{days.TotalDays:0.0} d"),
        TimeSpan { TotalMinutes: >= 120 } hours => string.Create(CultureInfo.InvariantCulture, $"{hours.TotalHours:0.0} h"),
        TimeSpan minutes => string.Create(CultureInfo.InvariantCulture, $"{minutes.TotalMinutes:0} min"),
    };
}
