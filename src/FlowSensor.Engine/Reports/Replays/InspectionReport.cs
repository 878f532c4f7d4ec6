using System.Globalization;
using System.Text.Json;
using FlowSensor.Engine.Inspection;
using FlowSensor.Engine.Intake;
using FlowSensor.Engine.MailStatistics;
using FlowSensor.Protocols.Dns;
using FlowSensor.Protocols.Smtp;

namespace FlowSensor.Engine.Reports.Replays;

/// <summary>What was read out of packets: DNS, SMTP and mail servers, as JSON parts and as tables.</summary>
/// <param name="intake">The intake that read them, after its end.</param>
public sealed class InspectionReport(PacketIntake intake)
{
    private const int MostRows = 20;
    private const int MostKinds = 8;

    /// <summary>Writes the parts <c>dns</c>, <c>smtp</c> and <c>mail</c> of an object; those without content are left out.</summary>
    public void WriteParts(Utf8JsonWriter json)
    {
        InspectionJson.WriteDns(json, intake.Inspector.Dns);
        InspectionJson.WriteSmtp(json, intake.Inspector.Smtp);
        InspectionJson.WriteMail(json, intake.Mail);
    }

    /// <summary>The tables of what was seen.</summary>
    public IEnumerable<ReportTable> Tables()
    {
        if (intake.Inspector.Dns is { } dns && dns.Queries + dns.Responses + dns.Malformed > 0)
        {
            yield return DnsSums(dns);
            yield return DnsKinds(dns);
            yield return DnsClients(dns);
        }

        if (intake.Inspector.Smtp is { } smtp && (smtp.Total.Sessions > 0 || smtp.Servers > 0))
        {
            yield return SmtpSums(smtp);
            yield return SmtpRejects(smtp);
        }

        IReadOnlyList<MailServerRow> servers = MailServerRow.Of(intake.Mail);
        if (servers.Count > 0)
        {
            yield return Servers(servers);
        }
    }

    private static ReportTable DnsSums(DnsStatistics dns) => new(
        "DNS",
        [">Queries", ">Responses", ">Malformed", ">Over TCP", ">Names", ">Amplification"],
        [
            [
                Number(dns.Queries), Number(dns.Responses), Number(dns.Malformed), Number(dns.OverTcp), Number(dns.DistinctNames),
                dns.Amplification.ToString("0.0", CultureInfo.InvariantCulture),
            ],
        ]);

    private static ReportTable DnsClients(DnsStatistics dns) => new(
        "DNS clients",
        ["Client", ">Queries", ">MX", ">PTR", ">NXDOMAIN", ">Names", ">Amplification"],
        [
            .. dns.TopClients(MostRows).Select(static client => (IReadOnlyList<string>)
            [
                client.Client.ToString(), Number(client.Counters.Queries), Share(client.Counters.MxShare), Share(client.Counters.PtrShare),
                Share(client.Counters.NxDomainShare), Number(client.Counters.DistinctNames), client.Counters.Amplification.ToString("0.0", CultureInfo.InvariantCulture),
            ]),
        ]);

    private static ReportTable DnsKinds(DnsStatistics dns)
    {
        IEnumerable<IReadOnlyList<string>> types = dns.Types().OrderByDescending(static type => type.Queries).Take(MostKinds)
            .Select(static type => (IReadOnlyList<string>)["query", DnsTypes.NameOf(type.Type), Number(type.Queries)]);
        IEnumerable<IReadOnlyList<string>> codes = dns.ResponseCodes().OrderByDescending(static code => code.Responses).Take(MostKinds)
            .Select(static code => (IReadOnlyList<string>)["response", DnsResponseCodes.NameOf(code.Code), Number(code.Responses)]);
        return new ReportTable("DNS types and response codes", ["", "Kind", ">Messages"], [.. types, .. codes]);
    }

    private static ReportTable SmtpSums(SmtpStatistics smtp)
    {
        ref readonly SmtpCounters total = ref smtp.Total;
        return new ReportTable(
            "SMTP",
            [">Sessions", ">MAIL", ">RCPT", ">Accepted", ">Rejected", ">STARTTLS", ">AUTH failed"],
            [
                [
                    Number(total.Sessions), Number(total.Mail), Number(total.Rcpt), Number(total.Accepted), Number(total.Rejects.Total),
                    Number(total.StartTls), Number(total.AuthFailures),
                ],
            ]);
    }

    private static ReportTable SmtpRejects(SmtpStatistics smtp)
    {
        ref readonly SmtpCounters total = ref smtp.Total;
        return new ReportTable(
            "SMTP rejected because of",
            [">User", ">Relay", ">Recipient", ">Blocked", ">Greylist", ">Other"],
            [
                [
                    Number(total.Rejects.Of(SmtpRejectClass.UserUnknown)), Number(total.Rejects.Of(SmtpRejectClass.RelayDenied)),
                    Number(total.Rejects.Of(SmtpRejectClass.RecipientRejected)), Number(total.Rejects.Of(SmtpRejectClass.Blocked)),
                    Number(total.Rejects.Of(SmtpRejectClass.Greylisted)), Number(total.Rejects.Of(SmtpRejectClass.Other)),
                ],
            ]);
    }

    private static ReportTable Servers(IReadOnlyList<MailServerRow> servers) => new(
        "Mail servers",
        ["Server", ">Nc", ">Nf", ">Np", ">IMAP", ">Dq", ">MEE", ">Rejected", ""],
        [
            .. servers.Select(static row => (IReadOnlyList<string>)
            [
                row.Server.ToString(), Number(row.Total.Connections), Number(row.Total.Accepted), Number(row.Total.Pop3), Number(row.Total.Imap),
                Number(row.Total.Queries), row.Efficiency?.ToString("0.00", CultureInfo.InvariantCulture) ?? "-", Number(row.Total.Rejected),
                row.IsEstimated ? "estimated" : "",
            ]),
        ]);

    private static string Share(double value) => value.ToString("0.0%", CultureInfo.InvariantCulture);

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
