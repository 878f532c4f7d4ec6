using System.Text;

namespace FlowSensor.Engine.Abuse.Reporting;

/// <summary>The forms of a report by name.</summary>
public static class ReportFormats
{
    /// <summary>Every name.</summary>
    public static IReadOnlyList<string> Names { get; } = ["text", "html", "csv", "json", "xarf", "arf", "iodef", "intelmq", "bundle"];

    /// <summary>True for a form that is no text.</summary>
    public static bool IsBinary(string format) => format == "bundle";

    /// <summary>True for a form that has to name a kind of abuse, and so wants an incident.</summary>
    public static bool Accuses(string format) => format is "xarf" or "arf" or "iodef" or "intelmq";

    /// <summary>Writes a report.</summary>
    /// <param name="report">The report.</param>
    /// <param name="format">One of <see cref="Names"/>.</param>
    /// <param name="language">Language of the covering text.</param>
    public static byte[] Write(AbuseReport report, string format, string language) => format switch
    {
        "text" => Encoding.UTF8.GetBytes(ReportTemplates.Fill(report, language)),
        "html" => ReportPage.Write(report, language),
        "csv" => EvidenceCsv.Flows(report),
        "json" => ReportDocument.Write(report),
        "xarf" => XarfWriter.Write(report),
        "arf" => ArfWriter.Write(report, language),
        "iodef" => IodefWriter.Write(report, language),
        "intelmq" => IntelmqWriter.Write(report),
        "bundle" => EvidenceBundle.Write(report, language),
        _ => throw new ArgumentOutOfRangeException(nameof(format)),
    };
}
