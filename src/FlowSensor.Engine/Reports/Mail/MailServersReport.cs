using System.Globalization;
using System.Text.Json;
using FlowSensor.Engine.Inspection;
using FlowSensor.Engine.MailStatistics;

namespace FlowSensor.Engine.Reports.Mail;

/// <summary>Days of mail servers with their verdicts, as a table, as JSON, and as pictures of days.</summary>
public sealed class MailServersReport
{
    // Server, day, and at the end verdict and mark are words; the rest are numbers.
    private const int FirstNumber = 2;
    private const int WordsAtTheEnd = 2;

    private readonly IReadOnlyList<MailDayReport> _days;

    internal MailServersReport(IReadOnlyList<MailDayReport> days, DateOnly first, DateOnly last)
    {
        _days = days;
        First = first;
        Last = last;
    }

    /// <summary>Reads the document that <see cref="WriteJson"/> writes, as far as tables and pictures show it.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    /// <exception cref="InvalidOperationException">A member is of another type.</exception>
    /// <exception cref="KeyNotFoundException">A member is missing.</exception>
    /// <exception cref="FormatException">A day is none.</exception>
    /// <param name="document">The document.</param>
    /// <param name="first">First day that was asked for.</param>
    /// <param name="last">Last day that was asked for.</param>
    public static MailServersReport Read(byte[] document, DateOnly first, DateOnly last) => new(MailServersReader.Read(document), first, last);

    /// <summary>First day asked for.</summary>
    public DateOnly First { get; }

    /// <summary>Last day asked for.</summary>
    public DateOnly Last { get; }

    /// <summary>Days of servers found.</summary>
    public int Count => _days.Count;

    /// <summary>The days as rows.</summary>
    /// <param name="withSamples">Adds the samples of the day and the curves of the top clients.</param>
    public IReadOnlyList<MailServerDay> Days(bool withSamples) => [.. _days.Select(day => MailServerDays.Of(day, NameOf(day.Verdict), withSamples))];

    /// <summary>The table, one row a server and day.</summary>
    public ReportTable Table()
    {
        IReadOnlyList<string> headings = MailServersTable.Headings;
        return new ReportTable(
            string.Create(CultureInfo.InvariantCulture, $"Mail servers, {First:yyyy-MM-dd} to {Last:yyyy-MM-dd}"),
            [.. headings.Select((heading, i) => i >= FirstNumber && i < headings.Count - WordsAtTheEnd ? $">{heading}" : heading)],
            [.. _days.SelectMany(MailServersTable.Rows)]);
    }

    /// <summary>Names of the columns of comma separated values.</summary>
    public static IReadOnlyList<string> CsvNames { get; } =
    [
        "server", "day", "nc", "nf", "np", "imap", "dq", "mee", "usual_mee", "dq_ratio", "slope", "r2", "model_slope", "rejected",
        "user_unknown", "relay_denied", "recipient_rejected", "blocked", "greylisted", "other", "verdict", "estimated",
    ];

    /// <summary>Rows of comma separated values; what is not known is empty.</summary>
    public IEnumerable<IReadOnlyList<string>> CsvRows =>
        _days.SelectMany(MailServersTable.PlainRows).Select(static row => (IReadOnlyList<string>)[.. row.Select(static cell => cell == "-" ? "" : cell)]);

    /// <summary>Pictures of all days, one under the other.</summary>
    public void WriteDays(TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(output);
        for (int i = 0; i < _days.Count; i++)
        {
            if (i > 0)
            {
                output.WriteLine();
            }

            MailDayPicture.Write(output, _days[i]);
        }
    }

    /// <summary>One array, an object a server and day.</summary>
    /// <param name="destination">Where to; left open.</param>
    /// <param name="withSamples">Adds the samples of the day and the curves of the top clients.</param>
    public void WriteJson(Stream destination, bool withSamples)
    {
        ArgumentNullException.ThrowIfNull(destination);
        using (Utf8JsonWriter json = new(destination, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartArray();
            foreach (MailDayReport day in _days)
            {
                json.WriteStartObject();
                WriteDay(json, day);
                if (withSamples)
                {
                    WriteSamples(json, day);
                }

                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        destination.WriteByte((byte)'\n');
        destination.Flush();
    }

    private static void WriteDay(Utf8JsonWriter json, MailDayReport day)
    {
        json.WriteString("server", day.Label);
        json.WriteString("day", day.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        json.WriteString("kind", day.Kind == DayKind.Weekday ? "weekday" : "holiday");
        json.WriteNumber("nc", day.Total.Connections);
        json.WriteNumber("nf", day.Total.Accepted);
        json.WriteNumber("np", day.Total.Pop3);
        json.WriteNumber("imap", day.Total.Imap);
        json.WriteNumber("dq", day.Total.Queries);
        WriteNumber(json, "mee", day.Efficiency, 4);
        WriteNumber(json, "usual_mee", day.Levels.Efficiency, 4);
        WriteNumber(json, "low_mee", day.Levels.Low, 4);
        WriteNumber(json, "high_mee", day.Levels.High, 4);
        WriteNumber(json, "usual_dq", day.Levels.Queries, 0);
        WriteNumber(json, "dq_ratio", day.QueriesRatio, 2);
        WriteNumber(json, "slope", day.Fit.Slope, 3);
        WriteNumber(json, "intercept", day.Fit.Intercept, 4);
        WriteNumber(json, "r2", day.Fit.RSquared, 4);
        WriteNumber(json, "model_slope", day.Model.Slope, 3);
        json.WriteNumber("rejected", day.Total.Rejected);
        InspectionJson.WriteRejects(json, day.Total.Rejects);
        json.WriteNumber("top_recipient_refusals", day.TopRecipientRefusals);
        json.WriteNumber("failed_logins", day.Total.FailedLogins);
        json.WriteString("verdict", NameOf(day.Verdict));
        json.WriteBoolean("estimated", day.IsEstimated);
        json.WriteString("origin", day.Origin == MailOrigin.Log ? "log" : "wire");
        if (day.Log is { } log)
        {
            MailSample difference = log;
            difference.Subtract(day.Total);
            WriteCounts(json, "log", log);
            WriteCounts(json, "log_minus_wire", difference);
        }
    }

    private static void WriteCounts(Utf8JsonWriter json, string name, in MailSample counts)
    {
        json.WriteStartObject(name);
        json.WriteNumber("nc", counts.Connections);
        json.WriteNumber("nf", counts.Accepted);
        json.WriteNumber("np", counts.Pop3);
        json.WriteNumber("imap", counts.Imap);
        json.WriteNumber("dq", counts.Queries);
        json.WriteNumber("rejected", counts.Rejected);
        InspectionJson.WriteRejects(json, counts.Rejects);
        json.WriteNumber("failed_logins", counts.FailedLogins);
        json.WriteEndObject();
    }

    private static void WriteSamples(Utf8JsonWriter json, MailDayReport day)
    {
        json.WriteStartArray("samples");
        for (int i = 0; i < day.Samples.Length; i++)
        {
            ref readonly MailSample sample = ref day.Samples[i];
            json.WriteStartObject();
            json.WriteString("time", day.Times[i].ToString("HH:mm", CultureInfo.InvariantCulture));
            json.WriteNumber("dq", sample.Queries);
            json.WriteNumber("nc", sample.Connections);
            json.WriteNumber("nf", sample.Accepted);
            json.WriteNumber("np", sample.Pop3);
            json.WriteNumber("imap", sample.Imap);
            json.WriteNumber("rejected", sample.Rejected);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("clients");
        foreach (MailClientCurve client in day.Clients)
        {
            json.WriteStartObject();
            json.WriteString("client", client.Client.ToString());
            json.WriteNumber("connections", client.Connections);
            json.WriteStartArray("samples");
            foreach (int connections in client.Samples)
            {
                json.WriteNumberValue(connections);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    internal static string NameOf(MailVerdict verdict) => verdict switch
    {
        MailVerdict.Normal => "normal",
        MailVerdict.NormalHoliday => "normal_holiday",
        MailVerdict.Attacked => "attacked",
        MailVerdict.LowEfficiency => "low_efficiency",
        MailVerdict.HighLoad => "high_load",
        _ => "undecided",
    };

    private static void WriteNumber(Utf8JsonWriter json, string name, double? value, int digits)
    {
        if (value is double number && double.IsFinite(number))
        {
            json.WriteNumber(name, Math.Round(number, digits));
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
