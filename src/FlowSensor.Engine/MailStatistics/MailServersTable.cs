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

    /// <summary>Cells in the order of <see cref="Headings"/>; the last is <c>estimated</c> where sizes stand for what was encrypted.</summary>
    public static IReadOnlyList<string> Row(MailDayReport report)
    {
        MailSample total = report.Total;
        RejectCounts rejects = total.Rejects;
        return
        [
            report.Server.ToString(), report.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            Text(total.Connections), Text(total.Accepted), Text(total.Pop3), Text(total.Imap), Text(total.Queries),
            Text(report.Efficiency, "0.00"), Text(report.Levels.Efficiency, "0.00"), Text(report.QueriesRatio, "0.0"),
            Text(report.Fit.Slope, "0.0"), Text(report.Fit.RSquared, "0.000"), Text(report.Model.Slope, "0.0"),
            Text(rejects.Total), Text(rejects.Of(SmtpRejectClass.UserUnknown)), Text(rejects.Of(SmtpRejectClass.RelayDenied)),
            Text(rejects.Of(SmtpRejectClass.RecipientRejected)), Text(rejects.Of(SmtpRejectClass.Blocked)),
            Text(rejects.Of(SmtpRejectClass.Greylisted)), Text(rejects.Of(SmtpRejectClass.Other)),
            MailDayPicture.Name(report.Verdict), report.IsEstimated ? "estimated" : "",
        ];
    }

    private static string Text(int count) => count.ToString(CultureInfo.InvariantCulture);

    private static string Text(double? value, string format) =>
        value is { } number && !double.IsNaN(number) ? number.ToString(format, CultureInfo.InvariantCulture) : "-";
}
