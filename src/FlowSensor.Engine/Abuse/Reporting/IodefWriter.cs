using System.Globalization;
using System.Text;
using System.Xml;
using FlowSensor.Engine.Detection;

namespace FlowSensor.Engine.Abuse.Reporting;

/// <summary>Writes an incident as an IODEF 2 document (RFC 7970): purpose <c>reporting</c>, one event with the source as a system and the counters of its flow.</summary>
public static class IodefWriter
{
    private const string Namespace = "urn:ietf:params:xml:ns:iodef-2.0";

    /// <summary>The document, UTF-8.</summary>
    /// <param name="report">The report.</param>
    /// <param name="language">Language of the document's texts.</param>
    public static byte[] Write(AbuseReport report, string language)
    {
        ArgumentNullException.ThrowIfNull(report);
        using MemoryStream output = new();
        using (XmlWriter xml = XmlWriter.Create(output, new XmlWriterSettings { Indent = true, Encoding = new UTF8Encoding(false), CheckCharacters = true, NewLineChars = "\n" }))
        {
            xml.WriteStartDocument();
            xml.WriteStartElement("IODEF-Document", Namespace);
            xml.WriteAttributeString("version", "2.00");
            xml.WriteAttributeString("xml", "lang", null, language);
            xml.WriteStartElement("Incident", Namespace);
            xml.WriteAttributeString("purpose", "reporting");
            xml.WriteStartElement("IncidentID", Namespace);
            xml.WriteAttributeString("name", report.Reporter.StatedDomain);
            xml.WriteString(report.Incident.Id);
            xml.WriteEndElement();
            Element(xml, "StartTime", ReportTime.Utc(report.Incident.Opened));
            Element(xml, "EndTime", ReportTime.Utc(report.Last));
            Element(xml, "GenerationTime", ReportTime.Utc(report.Last));
            Description(xml, ReportWords.What(report.Incident));
            foreach (Contribution part in report.Incident.Contributions)
            {
                Description(xml, part.Words);
            }

            WriteAssessment(xml, report);
            WriteContact(xml, "creator", report.Reporter.Organization, [report.Reporter.Contact]);
            WriteEvent(xml, report);
            xml.WriteEndElement();
            xml.WriteEndElement();
        }

        return output.ToArray();
    }

    private static void WriteAssessment(XmlWriter xml, AbuseReport report)
    {
        xml.WriteStartElement("Assessment", Namespace);
        xml.WriteAttributeString("occurrence", "actual");
        xml.WriteStartElement("IncidentCategory", Namespace);
        xml.WriteString(report.Incident.Kind);
        xml.WriteEndElement();
        xml.WriteStartElement("Confidence", Namespace);
        xml.WriteAttributeString("rating", report.IsReliable ? "high" : report.Incident.IsForged ? "low" : "medium");
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void WriteEvent(XmlWriter xml, AbuseReport report)
    {
        xml.WriteStartElement("EventData", Namespace);
        Description(xml, ReportWords.Handshake(report.Incident));
        Description(xml, ReportWords.Sampling(report));
        Description(xml, ReportWords.Loss(report));
        Element(xml, "StartTime", ReportTime.Utc(report.Incident.Opened));
        Element(xml, "EndTime", ReportTime.Utc(report.Last));
        if (report.Contact.Contacts.Count > 0)
        {
            WriteContact(xml, "tech", report.Contact.Institution, [.. ArfWriter.Recipients(report)]);
        }

        xml.WriteStartElement("Flow", Namespace);
        xml.WriteStartElement("System", Namespace);
        xml.WriteAttributeString("category", "source");
        xml.WriteAttributeString("spoofed", report.Incident.IsForged ? "yes" : report.IsReliable ? "no" : "unknown");
        xml.WriteStartElement("Node", Namespace);
        xml.WriteStartElement("Address", Namespace);
        xml.WriteAttributeString("category", report.Incident.Source.IsIPv4 ? "ipv4-addr" : "ipv6-addr");
        xml.WriteString(report.Incident.Source.ToString());
        xml.WriteEndElement();
        xml.WriteEndElement();
        WriteService(xml, report);
        Counter(xml, "flow", report.Incident.Flows);
        Counter(xml, "packet", report.Incident.Packets);
        Counter(xml, "byte", report.Incident.Octets);
        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void WriteService(XmlWriter xml, AbuseReport report)
    {
        if (report.SourcePort > 0)
        {
            xml.WriteStartElement("Service", Namespace);
            xml.WriteAttributeString("ip-protocol", report.Flows[0].Protocol.ToString(CultureInfo.InvariantCulture));
            Element(xml, "Port", report.SourcePort.ToString(CultureInfo.InvariantCulture));
            xml.WriteEndElement();
        }
    }

    private static void Counter(XmlWriter xml, string unit, long value)
    {
        xml.WriteStartElement("Counter", Namespace);
        xml.WriteAttributeString("type", "count");
        xml.WriteAttributeString("unit", unit);
        xml.WriteString(value.ToString(CultureInfo.InvariantCulture));
        xml.WriteEndElement();
    }

    private static void WriteContact(XmlWriter xml, string role, string name, IReadOnlyList<string> mails)
    {
        xml.WriteStartElement("Contact", Namespace);
        xml.WriteAttributeString("role", role);
        xml.WriteAttributeString("type", "organization");
        if (name.Length > 0)
        {
            Element(xml, "ContactName", Plain(name));
        }

        foreach (string mail in mails)
        {
            xml.WriteStartElement("Email", Namespace);
            Element(xml, "EmailTo", Plain(mail));
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void Description(XmlWriter xml, string text) => Element(xml, "Description", Plain(text));

    private static void Element(XmlWriter xml, string name, string text) => xml.WriteElementString(name, Namespace, text);

    // Characters that XML does not have stand for nothing.
    private static string Plain(string text) => new([.. text.Where(static letter => XmlConvert.IsXmlChar(letter))]);
}
