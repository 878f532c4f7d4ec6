using System.Globalization;
using System.Text;
using FlowSensor.Protocols.Smtp;

namespace FlowSensor.Engine.MailStatistics;

/// <summary>A day as text: head line with the verdict, then one line a sample with bars of Dq, Nc, Nf and MEE.</summary>
internal static class MailDayPicture
{
    private const double Seconds = MailCalendar.SampleMs / 1000.0;

    /// <summary>Writes the picture; <paramref name="barWidth"/> characters for the longest bar of each column.</summary>
    public static void Write(TextWriter output, MailDayReport report, int barWidth = 16)
    {
        WriteHead(output, report);
        double mostQueries = Most(report, static sample => sample.Queries);
        double mostConnections = Most(report, static sample => sample.Connections);
        output.WriteLine(Line("time ", "   Dq", "", "   Nc", "", "   Nf", "", " MEE", "", barWidth));
        for (int index = 0; index < report.Samples.Length; index++)
        {
            MailSample sample = report.Samples[index];
            double? efficiency = sample.Connections == 0 ? null : (double)sample.Accepted / sample.Connections;
            output.WriteLine(Line(
                report.Times[index].ToString("HH:mm", CultureInfo.InvariantCulture),
                Rate(sample.Queries), Bar(sample.Queries / mostQueries, barWidth),
                Rate(sample.Connections), Bar(sample.Connections / mostConnections, barWidth),
                Rate(sample.Accepted), Bar(sample.Accepted / mostConnections, barWidth),
                efficiency is { } value ? value.ToString("0.00", CultureInfo.InvariantCulture) : "   -",
                Bar(Math.Min(efficiency ?? 0, 1), barWidth), barWidth));
        }
    }

    /// <summary>The verdict in words.</summary>
    internal static string Name(MailVerdict verdict) => verdict switch
    {
        MailVerdict.Normal => "normal",
        MailVerdict.NormalHoliday => "normal, as on a holiday",
        MailVerdict.Attacked => "ATTACKED by spam or junk senders",
        MailVerdict.LowEfficiency => "low efficiency, DNS as usual",
        MailVerdict.HighLoad => "high DNS load, efficiency as usual",
        _ => "undecided",
    };

    private static void WriteHead(TextWriter output, MailDayReport report)
    {
        MailSample total = report.Total;
        string mark = report.Origin == MailOrigin.Log ? " (from its log)" : report.IsEstimated ? " (estimated in part: encrypted sessions)" : "";
        output.WriteLine(Invariant($"{report.Label}  {report.Day:yyyy-MM-dd} {report.Day.DayOfWeek} ({Name(report.Kind)}): {Name(report.Verdict)}{mark}"));
        string ratio = report.QueriesRatio is { } times ? Invariant($" = {times:0.0} x usual {report.Levels.Queries:0}") : "";
        output.WriteLine(Invariant(
            $"Dq {total.Queries}{ratio}  Nc {total.Connections}  Nf {total.Accepted}  Np {total.Pop3}  IMAP {total.Imap}  MEE {report.Efficiency:0.00} (usual {report.Levels.Efficiency:0.00}, {report.Levels.Low:0.00}-{report.Levels.High:0.00})"));
        RejectCounts rejects = total.Rejects;
        output.WriteLine(Invariant(
            $"rejected {rejects.Total}: User unknown {rejects.Of(SmtpRejectClass.UserUnknown)}, Relay access denied {rejects.Of(SmtpRejectClass.RelayDenied)}, Recipient address rejected {rejects.Of(SmtpRejectClass.RecipientRejected)}, blocked {rejects.Of(SmtpRejectClass.Blocked)}, greylisted {rejects.Of(SmtpRejectClass.Greylisted)}, other {rejects.Of(SmtpRejectClass.Other)}; one recipient {report.TopRecipientRefusals}"));
        WriteLog(output, report);
        output.WriteLine(double.IsNaN(report.Fit.Slope)
            ? Invariant($"Dq - Np over Nc: too few samples for a line  model mS {report.Model.Slope:0.0}")
            : Invariant($"Dq - Np = {report.Fit.Slope:0.00} Nc + {report.Fit.Intercept:0.000}  R^2 {report.Fit.RSquared:0.000}  model mS {report.Model.Slope:0.0}"));
        foreach (MailClientCurve client in report.Clients)
        {
            output.WriteLine(Invariant($"  {client.Client}  {client.Connections} connections, {(double)client.Connections / Math.Max(1, total.Connections):0 %}"));
        }
    }

    private static void WriteLog(TextWriter output, MailDayReport report)
    {
        if (report.Log is { } log)
        {
            MailSample more = log;
            more.Subtract(report.Total);
            output.WriteLine(Invariant(
                $"its log: Dq {log.Queries} ({more.Queries:+0;-0;0})  Nc {log.Connections} ({more.Connections:+0;-0;0})  Nf {log.Accepted} ({more.Accepted:+0;-0;0})  Np {log.Pop3} ({more.Pop3:+0;-0;0})  IMAP {log.Imap} ({more.Imap:+0;-0;0})  rejected {log.Rejected} ({more.Rejected:+0;-0;0})"));
        }
    }

    private static double Most(MailDayReport report, Func<MailSample, int> count) => Math.Max(1, report.Samples.Max(count));

    private static string Rate(int count) => (count / Seconds).ToString("0.00", CultureInfo.InvariantCulture).PadLeft(5);

    private static string Bar(double part, int width) => new('#', (int)Math.Round(Math.Clamp(part, 0, 1) * width));

    private static string Name(DayKind kind) => kind == DayKind.Weekday ? "weekday" : "holiday";

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Line(
        string time, string dq, string dqBar, string nc, string ncBar, string nf, string nfBar, string mee, string meeBar, int width)
    {
        StringBuilder line = new(time);
        line.Append(' ').Append(dq).Append(' ').Append(dqBar.PadRight(width));
        line.Append(' ').Append(nc).Append(' ').Append(ncBar.PadRight(width));
        line.Append(' ').Append(nf).Append(' ').Append(nfBar.PadRight(width));
        line.Append(' ').Append(mee).Append(' ').Append(meeBar);
        return line.ToString().TrimEnd();
    }
}
