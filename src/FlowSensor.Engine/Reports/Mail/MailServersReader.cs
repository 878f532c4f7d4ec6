using System.Globalization;
using System.Text.Json;
using FlowSensor.Engine.MailStatistics;
using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.Smtp;

namespace FlowSensor.Engine.Reports.Mail;

/// <summary>Reads days of mail servers back from the document that <see cref="MailServersReport"/> writes, as far as tables and pictures show them.</summary>
internal static class MailServersReader
{
    private static readonly (string Name, SmtpRejectClass Class)[] Rejects =
    [
        ("user_unknown", SmtpRejectClass.UserUnknown), ("relay_denied", SmtpRejectClass.RelayDenied), ("recipient_rejected", SmtpRejectClass.RecipientRejected),
        ("blocked", SmtpRejectClass.Blocked), ("greylisted", SmtpRejectClass.Greylisted), ("other", SmtpRejectClass.Other),
    ];

    /// <summary>Reads an array of days.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    /// <exception cref="InvalidOperationException">A member is of another type.</exception>
    /// <exception cref="KeyNotFoundException">A member is missing.</exception>
    /// <exception cref="FormatException">A day is none.</exception>
    public static IReadOnlyList<MailDayReport> Read(byte[] document)
    {
        using JsonDocument parsed = JsonDocument.Parse(document);
        return [.. parsed.RootElement.EnumerateArray().Select(ReadDay)];
    }

    private static MailDayReport ReadDay(JsonElement day)
    {
        string label = day.GetProperty("server").GetString() ?? "";
        bool isAddress = IpAddress.TryParse(label, out IpAddress server);
        MailSample total = Counts(day);
        total.FailedLogins = day.GetProperty("failed_logins").GetInt32();
        total.EstimatedAccepted = day.GetProperty("estimated").GetBoolean() ? 1 : 0;
        JsonElement[] samples = day.TryGetProperty("samples", out JsonElement list) ? [.. list.EnumerateArray()] : [];
        return new MailDayReport
        {
            Server = server,
            Name = isAddress ? null : label,
            Day = DateOnly.ParseExact(day.GetProperty("day").GetString() ?? "", "yyyy-MM-dd", CultureInfo.InvariantCulture),
            Kind = day.GetProperty("kind").GetString() == "weekday" ? DayKind.Weekday : DayKind.Holiday,
            Total = total,
            Samples = [.. samples.Select(Sample)],
            Times = [.. samples.Select(static sample => TimeOnly.ParseExact(sample.GetProperty("time").GetString() ?? "", "HH:mm", CultureInfo.InvariantCulture))],
            Clients = day.TryGetProperty("clients", out JsonElement clients) ? [.. clients.EnumerateArray().Select(Client)] : [],
            Fit = new LinearFit(Number(day, "slope") ?? double.NaN, Number(day, "intercept") ?? double.NaN, Number(day, "r2") ?? double.NaN, samples.Length),

            // The model's slope is what is shown of it: 2 + K for one destination of a server that only sends.
            Model = new MailModel((Number(day, "model_slope") ?? 2) - 2, 1, 0),
            Levels = new MailLevels(Number(day, "usual_mee") ?? double.NaN, Number(day, "low_mee") ?? double.NaN, Number(day, "high_mee") ?? double.NaN, Number(day, "usual_dq")),
            Verdict = Enum.GetValues<MailVerdict>().FirstOrDefault(verdict => MailServersReport.NameOf(verdict) == day.GetProperty("verdict").GetString()),
            TopRecipientRefusals = day.GetProperty("top_recipient_refusals").GetInt64(),
            Origin = day.GetProperty("origin").GetString() == "log" ? MailOrigin.Log : MailOrigin.Wire,
            Log = day.TryGetProperty("log", out JsonElement log) ? Counts(log) : null,
        };
    }

    private static MailSample Counts(JsonElement counts)
    {
        MailSample sample = new()
        {
            Connections = counts.GetProperty("nc").GetInt32(),
            Accepted = counts.GetProperty("nf").GetInt32(),
            Pop3 = counts.GetProperty("np").GetInt32(),
            Imap = counts.GetProperty("imap").GetInt32(),
            Queries = counts.GetProperty("dq").GetInt32(),
        };
        JsonElement rejects = counts.GetProperty("rejects");
        foreach ((string name, SmtpRejectClass reject) in Rejects)
        {
            sample.Rejects[(int)reject] = rejects.GetProperty(name).GetInt32();
        }

        return sample;
    }

    // Of a sample only the sum of refusals is told.
    private static MailSample Sample(JsonElement counts)
    {
        MailSample sample = new()
        {
            Connections = counts.GetProperty("nc").GetInt32(),
            Accepted = counts.GetProperty("nf").GetInt32(),
            Pop3 = counts.GetProperty("np").GetInt32(),
            Imap = counts.GetProperty("imap").GetInt32(),
            Queries = counts.GetProperty("dq").GetInt32(),
        };
        sample.Rejects[(int)SmtpRejectClass.Other] = counts.GetProperty("rejected").GetInt32();
        return sample;
    }

    private static MailClientCurve Client(JsonElement client) => new(
        IpAddress.Parse(client.GetProperty("client").GetString()), client.GetProperty("connections").GetInt64(), 0,
        [.. client.GetProperty("samples").EnumerateArray().Select(static count => count.GetInt32())]);

    private static double? Number(JsonElement day, string name) => day.GetProperty(name) is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : null;
}
