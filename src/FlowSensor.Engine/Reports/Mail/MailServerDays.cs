using FlowSensor.Engine.MailStatistics;

namespace FlowSensor.Engine.Reports.Mail;

/// <summary>Makes rows of the days of mail servers.</summary>
internal static class MailServerDays
{
    /// <summary>The row of a day.</summary>
    /// <param name="day">The day.</param>
    /// <param name="verdict">Its verdict in words.</param>
    /// <param name="withSamples">With samples and clients.</param>
    public static MailServerDay Of(MailDayReport day, string verdict, bool withSamples) => new()
    {
        Server = day.Label,
        Day = day.Day,
        Kind = day.Kind == DayKind.Weekday ? "weekday" : "holiday",
        Nc = day.Total.Connections,
        Nf = day.Total.Accepted,
        Np = day.Total.Pop3,
        Imap = day.Total.Imap,
        Dq = day.Total.Queries,
        Mee = Known(day.Efficiency, 4),
        UsualMee = Known(day.Levels.Efficiency, 4),
        LowMee = Known(day.Levels.Low, 4),
        HighMee = Known(day.Levels.High, 4),
        UsualDq = Known(day.Levels.Queries, 0),
        DqRatio = Known(day.QueriesRatio, 2),
        Slope = Known(day.Fit.Slope, 3),
        Intercept = Known(day.Fit.Intercept, 4),
        R2 = Known(day.Fit.RSquared, 4),
        ModelSlope = Known(day.Model.Slope, 3),
        Rejected = day.Total.Rejected,
        FailedLogins = day.Total.FailedLogins,
        Verdict = verdict,
        Estimated = day.IsEstimated,
        Origin = day.Origin == MailOrigin.Log ? "log" : "wire",
        Samples = withSamples ? [.. day.Samples.Select((sample, i) => Of(sample, day.Times[i]))] : [],
        Clients = withSamples ? [.. day.Clients.Select(static client => new MailServerClient(client.Client.ToString(), client.Connections, client.Samples))] : [],
    };

    private static MailServerSample Of(MailSample sample, TimeOnly time) =>
        new(time, sample.Queries, sample.Connections, sample.Accepted, sample.Pop3, sample.Imap, sample.Rejected);

    private static double? Known(double? value, int digits) => value is double number && double.IsFinite(number) ? Math.Round(number, digits) : null;
}
