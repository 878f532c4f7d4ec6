using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using FlowSensor.Engine.Reports.Incidents;

namespace FlowSensor.Engine.Abuse.Reporting;

/// <summary>Writes a report as one web page without anything from elsewhere: the covering text, a picture of the windows, the flow records. All text is escaped.</summary>
public static class ReportPage
{
    private const int Width = 720;
    private const int Height = 160;
    private const int MaximumBars = 360;

    private const string Style =
        "body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b;background:#fff}pre{white-space:pre-wrap}"
        + "table{border-collapse:collapse;font-size:13px}td,th{padding:.15rem .6rem;text-align:left;border-bottom:1px solid #ddd}svg{max-width:100%;height:auto}";

    /// <summary>The page.</summary>
    /// <param name="report">The report.</param>
    /// <param name="language">Language of the covering text.</param>
    public static byte[] Write(AbuseReport report, string language)
    {
        ArgumentNullException.ThrowIfNull(report);
        StringBuilder page = new();
        string title = Escape($"Report {report.ReportId}: {report.Incident.Source}");
        page.Append(CultureInfo.InvariantCulture, $"<!DOCTYPE html>\n<html lang=\"{Escape(language)}\">\n<head>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n<style>{Style}</style>\n</head>\n<body>\n");
        page.Append(CultureInfo.InvariantCulture, $"<h1>{title}</h1>\n<pre>{Escape(ReportTemplates.Fill(report, language))}</pre>\n");
        AppendPicture(page, report);
        AppendRows(page, report);
        page.Append("</body>\n</html>\n");
        return Encoding.UTF8.GetBytes(page.ToString());
    }

    private static void AppendPicture(StringBuilder page, AbuseReport report)
    {
        if (report.Windows.Count == 0)
        {
            return;
        }

        long start = report.Windows[0].Start, end = Math.Max(start + 1, report.Windows[^1].End);
        long[] bars = new long[Math.Min(MaximumBars, report.Windows.Count)];
        foreach (EvidenceWindow window in report.Windows)
        {
            int bar = (int)((window.Start - start) * bars.Length / (end - start));
            bars[bar] = Math.Max(bars[bar], window.Flows);
        }

        long most = Math.Max(1, bars.Max());
        string label = string.Create(CultureInfo.InvariantCulture, $"Flows a window, from {ReportTime.Utc(DateTimeOffset.FromUnixTimeMilliseconds(start))} to {ReportTime.Utc(DateTimeOffset.FromUnixTimeMilliseconds(end))}, at most {most}");
        page.Append(CultureInfo.InvariantCulture, $"<figure>\n<svg viewBox=\"0 0 {Width} {Height}\" width=\"{Width}\" height=\"{Height}\" role=\"img\" aria-label=\"{Escape(label)}\">\n");
        page.Append(CultureInfo.InvariantCulture, $"<line x1=\"0\" y1=\"{Height - 1}\" x2=\"{Width}\" y2=\"{Height - 1}\" stroke=\"#888\"/>\n");
        double width = (double)Width / bars.Length;
        for (int bar = 0; bar < bars.Length; bar++)
        {
            double height = (Height - 10.0) * bars[bar] / most;
            page.Append(CultureInfo.InvariantCulture, $"<rect x=\"{bar * width:0.##}\" y=\"{Height - 1 - height:0.##}\" width=\"{Math.Max(0.5, width - 1):0.##}\" height=\"{height:0.##}\" fill=\"#b3261e\"/>\n");
        }

        page.Append(CultureInfo.InvariantCulture, $"</svg>\n<figcaption>{Escape(label)}</figcaption>\n</figure>\n");
    }

    private static void AppendRows(StringBuilder page, AbuseReport report)
    {
        page.Append("<table>\n<thead><tr>");
        foreach (string column in ReportedFlow.Columns)
        {
            page.Append(CultureInfo.InvariantCulture, $"<th>{Escape(column)}</th>");
        }

        page.Append("</tr></thead>\n<tbody>\n");
        foreach (ReportedFlow flow in report.Flows.Take(report.Reporter.Rows))
        {
            page.Append("<tr>").AppendJoin("", flow.Cells.Select(static cell => $"<td>{Escape(cell)}</td>")).Append("</tr>\n");
        }

        page.Append("</tbody>\n</table>\n");
    }

    private static string Escape(string text) => HtmlEncoder.Default.Encode(text);
}
