using FlowSensor.Engine.Abuse.Reporting;
using FlowSensor.Engine.Detection;

namespace FlowSensor.Engine.Abuse.Tickets;

/// <summary>
/// Whether servers answered the host of an incident in what it is reported for. Flows past SYN alone prove nothing: whoever forges a source can send
/// SYN, ACK and data in its name. A server sends data only to who completed the handshake (RFC 9293 3.5), and refuses a login only after it.
/// </summary>
internal static class ReportProof
{
    private const int MailPort = 25;
    private const byte Tcp = 6;
    private const int Syn = 0x02;
    private const int PushAck = 0x18;

    // Forged connections beside a few true ones must not pass for true.
    private const int LeastAnswered = 10;
    private const double AnsweredShare = 0.75;

    /// <summary>Kinds of incidents of which answers can prove anything; scans, floods and queries are forged without any.</summary>
    public static IReadOnlyList<string> Kinds { get; } = [IncidentKinds.NameOf(IncidentKind.SmtpSender), IncidentKinds.NameOf(IncidentKind.LoginGuessing)];

    /// <summary>True when the answers were seen.</summary>
    /// <param name="report">The report, with its own addresses in clear.</param>
    public static bool IsProven(AbuseReport report)
    {
        if (!report.IsReliable)
        {
            return false;
        }

        if (report.Incident.Kind == Kinds[0])
        {
            return AreAnswered(report);
        }

        // Refused logins are read from what servers say; the same kind by the size of flows is not enough, however severe.
        return report.Incident.Kind == Kinds[1]
            && report.Incident.Contributions.Any(part => part.Feature == "failed_logins" && part.Points >= report.Reporter.AutomaticSeverity);
    }

    private static bool AreAnswered(AbuseReport report)
    {
        string host = report.Incident.Source.ToString();
        HashSet<(string Server, int Port)> tried = [];
        HashSet<(string Server, int Port)> pushed = [];
        HashSet<(string Server, int Port)> answered = [];
        foreach (ReportedFlow flow in report.Flows.Where(static flow => flow.Protocol == Tcp))
        {
            if (flow.Source == host && flow.DestinationPort == MailPort && flow.TcpFlags != Syn)
            {
                tried.Add((flow.Destination, flow.SourcePort));

                // A host that is sent stray segments in servers' names answers each with RST; data it sends only on a connection that it has.
                if ((flow.TcpFlags & PushAck) == PushAck)
                {
                    pushed.Add((flow.Destination, flow.SourcePort));
                }
            }
            else if (flow.Destination == host && flow.SourcePort == MailPort && (flow.TcpFlags & PushAck) == PushAck)
            {
                answered.Add((flow.Source, flow.DestinationPort));
            }
        }

        answered.IntersectWith(pushed);
        return answered.Count >= LeastAnswered && answered.Count >= tried.Count * AnsweredShare;
    }
}
