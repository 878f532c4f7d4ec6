using System.Globalization;
using FlowSensor.Fuzz.Campaigns;

namespace FlowSensor.Fuzz;

/// <summary>The table at the end.</summary>
internal static class SummaryTable
{
    /// <summary>Writes it.</summary>
    public static void Write(TextWriter output, IReadOnlyList<CampaignReport> reports)
    {
        Row(output, "target", "executions", "per second", "new behaviours", "failures", "slowest ms");
        foreach (CampaignReport report in reports)
        {
            Row(
                output,
                report.Target,
                Number(report.Executions),
                report.ExecutionsPerSecond is long rate ? Number(rate) : "-",
                Number(report.NewBehaviours),
                Number(report.Failures),
                report.SlowestMs.ToString("F1", CultureInfo.InvariantCulture));
        }

        Row(output, "all", Number(reports.Sum(static report => report.Executions)), "", Number(reports.Sum(static report => report.NewBehaviours)), Number(reports.Sum(static report => report.Failures)), "");
        foreach (CampaignReport report in reports)
        {
            foreach (string file in report.Files)
            {
                output.WriteLine($"FlowSensor.Fuzz --target {report.Target} --input {file}");
            }
        }
    }

    private static void Row(TextWriter output, params ReadOnlySpan<string> cells) =>
        output.WriteLine($"{cells[0],-18}{cells[1],14}{cells[2],12}{cells[3],16}{cells[4],10}{cells[5],12}");

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
