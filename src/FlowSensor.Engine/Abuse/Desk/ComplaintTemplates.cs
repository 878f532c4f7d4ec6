using System.Globalization;
using System.Text;
using FlowSensor.Engine.Abuse.Reporting;
using FlowSensor.Engine.Configuration;

namespace FlowSensor.Engine.Abuse.Desk;

/// <summary>Covering texts of mails about complaints.</summary>
internal static class ComplaintTemplates
{
    /// <summary>Fills the template of a mail.</summary>
    /// <param name="name"><c>forward</c> or <c>answer</c>.</param>
    /// <param name="outcome">The complaint.</param>
    /// <param name="hosts">The hosts that the mail is about.</param>
    /// <param name="options">Who writes.</param>
    /// <param name="zone">Zone of local times.</param>
    /// <param name="language">Language.</param>
    public static string Fill(string name, ComplaintOutcome outcome, IReadOnlyList<SourceOutcome> hosts, ReportOptions options, TimeZoneInfo zone, string language) =>
        ReportTemplates.Fill(options, $"{name}.{language}", $"{name}.{ReportTemplates.DefaultLanguage}", place => place switch
        {
            "organization" => options.Organization,
            "contact" => options.Contact,
            "category" => SnakeCase.Of(outcome.Complaint.Category.ToString()).Replace('_', ' '),
            "reporter" => outcome.Complaint.Reporter,
            "subject" => outcome.Complaint.Subject,
            "hosts" => Hosts(hosts, zone),
            _ => null,
        });

    private static string Hosts(IReadOnlyList<SourceOutcome> hosts, TimeZoneInfo zone)
    {
        StringBuilder text = new();
        foreach (SourceOutcome host in hosts)
        {
            string port = host.Source.Port > 0 ? string.Create(CultureInfo.InvariantCulture, $", port {host.Source.Port}") : "";
            text.Append(CultureInfo.InvariantCulture, $"Host        {host.Source.Address}{port}\n");
            text.Append(CultureInfo.InvariantCulture, $"  said      {Span(host.Source.First, host.Source.Last, zone)}{(host.Source.IsZoneAssumed ? ", zone assumed" : "")}\n");
            SourceSighting sighting = host.Sighting;
            string seen = sighting.Match == ComplaintMatch.Nothing
                ? sighting.Reason
                : string.Create(CultureInfo.InvariantCulture, $"{Span(sighting.First, sighting.Last, zone)}, {sighting.Flows} flows{(sighting.Incident.Length > 0 ? $", incident {sighting.Incident}" : "")}");
            text.Append(CultureInfo.InvariantCulture, $"  our data  {seen}\n");
        }

        return text.ToString().TrimEnd();
    }

    private static string Span(long? first, long? last, TimeZoneInfo zone) =>
        first is long from && last is long to ? from == to ? Time(from, zone) : $"{Time(from, zone)} to {Time(to, zone)}" : "no time";

    private static string Time(long time, TimeZoneInfo zone)
    {
        DateTimeOffset at = DateTimeOffset.FromUnixTimeMilliseconds(time);
        return $"{ReportTime.Utc(at)} ({ReportTime.Local(at, zone)})";
    }
}
