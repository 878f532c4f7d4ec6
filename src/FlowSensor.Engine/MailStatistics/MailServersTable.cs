using System.Globalization;
using FlowSensor.Protocols.Smtp;

namespace FlowSensor.Engine.MailStatistics;

/// <summary>The table of <c>flowsensor mailservers</c>: headings and cells, one row a server and day, for whatever draws it.</summary>
internal static class MailServersTable
{
    /// <summary>Headings; the symbols are those of the published statistics.</summary>
    public static IReadOnlyList<string> Headings { get; } =
    [
        "server", "day", "Nc", "Nf", "Np", "IMAP", "Dq", "MEE", "usual", "Dq/usual", "mS", "R^2", "model mS", "rejected",
        "unknown", "relay", "recipient", "blocked", "grey", "other", "verdict", "",
    ];

    /// <summary>Cells in the order of <see cref="Headings"/>; the last is <c>estimated</c> where sizes stand for what was encrypted, and <c>from log</c> where no packets were seen.</summary>
    public static IReadOnlyList<string> Row(MailDayReport report)
    {
        MailSample total = report.Total;
        RejectCounts rejects = total.Rejects;
        return
        [
            report.Label, report.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            Text(total.Connections), Text(total.Accepted), Text(total.Pop3), Text(total.Imap), Text(total.Queries),
            Text(report.Efficiency, "0.00"), Text(report.Levels.Efficiency, "0.00"), Text(report.QueriesRatio, "0.0"),
            Text(report.Fit.Slope, "0.0"), Text(report.Fit.RSquared, "0.000"), Text(report.Model.Slope, "0.0"),
            Text(rejects.Total), Text(rejects.Of(SmtpRejectClass.UserUnknown)), Text(rejects.Of(SmtpRejectClass.RelayDenied)),
            Text(rejects.Of(SmtpRejectClass.RecipientRejected)), Text(rejects.Of(SmtpRejectClass.Blocked)),
            Text(rejects.Of(SmtpRejectClass.Greylisted)), Text(rejects.Of(SmtpRejectClass.Other)),
            MailDayPicture.Name(report.Verdict), Mark(report),
        ];
    }

    /// <summary>
    /// The row of a day, and under it, where its server's log was read too, what the log says and the difference; only counts have cells there.
    /// </summary>
    public static IEnumerable<IReadOnlyList<string>> Rows(MailDayReport report)
    {
        yield return Row(report);
        if (report.Log is { } log)
        {
            MailSample difference = log;
            difference.Subtract(report.Total);
            yield return Beside(log, "log", Text);
            yield return Beside(difference, "log - wire", static count => count.ToString("+0;-0;0", CultureInfo.InvariantCulture));
        }
    }

    /// <summary>The rows of a day for programs to read: the log's, where it stands beside the wire's, is a row of its own marked <c>log</c>.</summary>
    public static IEnumerable<IReadOnlyList<string>> PlainRows(MailDayReport report)
    {
        IReadOnlyList<string> row = Row(report);
        yield return row;
        if (report.Log is { } log)
        {
            List<string> beside = Beside(log, row[0], Text);
            beside[1] = row[1];
            beside[^1] = "log";
            yield return beside;
        }
    }

    private static List<string> Beside(MailSample counts, string name, Func<int, string> text)
    {
        RejectCounts rejects = counts.Rejects;
        return
        [
            name, "", text(counts.Connections), text(counts.Accepted), text(counts.Pop3), text(counts.Imap), text(counts.Queries),
            "", "", "", "", "", "",
            text(rejects.Total), text(rejects.Of(SmtpRejectClass.UserUnknown)), text(rejects.Of(SmtpRejectClass.RelayDenied)),
            text(rejects.Of(SmtpRejectClass.RecipientRejected)), text(rejects.Of(SmtpRejectClass.Blocked)),
            text(rejects.Of(SmtpRejectClass.Greylisted)), text(rejects.Of(SmtpRejectClass.Other)), "", "",
        ];
    }

    private static string Mark(MailDayReport report) => report.Origin == MailOrigin.Log ? "from log" : report.IsEstimated ? "estimated" : "";

    private static string Text(int count) => count.ToString(CultureInfo.InvariantCulture);

    private static string Text(double? value, string format) =>
        value is { } number && !double.IsNaN(number) ? number.ToString(format, CultureInfo.InvariantCulture) : "-";
}
