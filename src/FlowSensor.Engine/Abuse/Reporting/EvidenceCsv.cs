using System.Globalization;
using System.Text;
using FlowSensor.Engine.Reports.Incidents;

namespace FlowSensor.Engine.Abuse.Reporting;

/// <summary>Rows of evidence as comma separated values (RFC 4180).</summary>
internal static class EvidenceCsv
{
    /// <summary>Flow records; whole lines up to a size.</summary>
    public static byte[] Flows(AbuseReport report, int longest = int.MaxValue) =>
        Lines(report.Flows.Select(static flow => flow.Cells).Prepend(ReportedFlow.Columns), longest);

    /// <summary>What the rule said, window by window.</summary>
    public static byte[] Windows(AbuseReport report) => Lines(
        report.Windows.Select(Cells).Prepend(["start", "end", "ratio", "severity", "flows", "packets", "octets", "peers", "smtp"]), int.MaxValue);

    private static IReadOnlyList<string> Cells(EvidenceWindow window) =>
    [
        ReportTime.Utc(DateTimeOffset.FromUnixTimeMilliseconds(window.Start)), ReportTime.Utc(DateTimeOffset.FromUnixTimeMilliseconds(window.End)),
        window.Ratio.ToString("0.###", CultureInfo.InvariantCulture), Number(window.Severity), Number(window.Flows), Number(window.Packets), Number(window.Octets),
        Number(window.Peers), window.Smtp,
    ];

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static byte[] Lines(IEnumerable<IReadOnlyList<string>> rows, int longest)
    {
        StringBuilder text = new();
        foreach (IReadOnlyList<string> row in rows)
        {
            string line = string.Join(',', row.Select(Csv.CsvText.Quoted)) + "\r\n";
            if (text.Length + line.Length > longest)
            {
                break;
            }

            text.Append(line);
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
