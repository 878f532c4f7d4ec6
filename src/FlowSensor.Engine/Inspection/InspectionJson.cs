using System.Globalization;
using System.Text.Json;
using FlowSensor.Engine.MailStatistics;
using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.Dns;
using FlowSensor.Protocols.Smtp;

namespace FlowSensor.Engine.Inspection;

/// <summary>Writes the parts <c>dns</c>, <c>smtp</c> and <c>mail</c> of the document that <c>replay --json</c> prints.</summary>
internal static class InspectionJson
{
    private const int MostClients = 20;

    /// <summary>Writes the property <c>dns</c>; nothing when no message was seen.</summary>
    public static void WriteDns(Utf8JsonWriter json, DnsStatistics dns)
    {
        if (dns.Queries + dns.Responses + dns.Malformed == 0)
        {
            return;
        }

        json.WriteStartObject("dns");
        json.WriteNumber("queries", dns.Queries);
        json.WriteNumber("responses", dns.Responses);
        json.WriteNumber("malformed", dns.Malformed);
        json.WriteStartObject("types");
        foreach ((ushort type, long queries) in dns.Types())
        {
            json.WriteNumber(DnsTypes.NameOf(type), queries);
        }

        json.WriteEndObject();
        json.WriteStartObject("rcodes");
        foreach ((int code, long responses) in dns.ResponseCodes())
        {
            json.WriteNumber(DnsResponseCodes.NameOf(code), responses);
        }

        json.WriteEndObject();
        json.WriteNumber("truncated", dns.Truncated);
        json.WriteNumber("tcp", dns.OverTcp);
        json.WriteNumber("edns", dns.WithEdns);
        json.WriteNumber("clients", dns.Clients);
        json.WriteNumber("clients_full", dns.ClientsFull);
        json.WriteNumber("distinct_names", dns.DistinctNames);
        json.WriteNumber("query_octets", dns.QueryOctets);
        json.WriteNumber("response_octets", dns.ResponseOctets);
        WriteClients(json, dns);
        json.WriteEndObject();
    }

    /// <summary>Writes the property <c>smtp</c>; nothing when no session and no command was seen.</summary>
    public static void WriteSmtp(Utf8JsonWriter json, SmtpStatistics smtp)
    {
        ref readonly SmtpCounters total = ref smtp.Total;
        if (total.Sessions == 0 && smtp.Servers == 0)
        {
            return;
        }

        json.WriteStartObject("smtp");
        json.WriteNumber("sessions", total.Sessions);
        json.WriteNumber("mail", total.Mail);
        json.WriteNumber("rcpt", total.Rcpt);
        json.WriteNumber("accepted", total.Accepted);
        json.WriteNumber("rejected", total.Rejects.Total);
        json.WriteNumber("starttls", total.StartTls);
        json.WriteStartObject("replies");
        foreach ((int code, long replies) in smtp.ReplyCodes())
        {
            json.WriteNumber(code.ToString(CultureInfo.InvariantCulture), replies);
        }

        json.WriteEndObject();
        WriteRejects(json, total.Rejects);
        json.WriteNumber("auth_failures", total.AuthFailures);
        json.WriteNumber("estimated_accepted", total.EstimatedAccepted);
        json.WriteStartObject("greylist");
        json.WriteNumber("deferred", smtp.Greylist.Deferred);
        json.WriteNumber("returned", smtp.Greylist.Returned);
        json.WriteNumber("accepted_later", smtp.Greylist.AcceptedLater);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>Writes the property <c>mail</c>, one object a mail server; nothing when there is none.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="statistics">The servers.</param>
    /// <param name="nameOf">Name of a server; null for its address.</param>
    public static void WriteMail(Utf8JsonWriter json, MailServerStatistics statistics, Func<IpAddress, string>? nameOf = null)
    {
        IReadOnlyList<MailServerRow> rows = MailServerRow.Of(statistics);
        if (rows.Count == 0)
        {
            return;
        }

        json.WriteStartArray("mail");
        foreach (MailServerRow row in rows)
        {
            json.WriteStartObject();
            json.WriteString("server", nameOf is null ? row.Server.ToString() : nameOf(row.Server));
            json.WriteNumber("nc", row.Total.Connections);
            json.WriteNumber("nf", row.Total.Accepted);
            json.WriteNumber("np", row.Total.Pop3);
            json.WriteNumber("dq", row.Total.Queries);
            if (row.Efficiency is { } efficiency)
            {
                json.WriteNumber("mee", Math.Round(efficiency, 4));
            }
            else
            {
                json.WriteNull("mee");
            }

            json.WriteNumber("imap", row.Total.Imap);
            json.WriteBoolean("estimated", row.IsEstimated);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Writes the property <c>rejects</c> with the six classes.</summary>
    public static void WriteRejects(Utf8JsonWriter json, in RejectCounts rejects)
    {
        json.WriteStartObject("rejects");
        json.WriteNumber("user_unknown", rejects.Of(SmtpRejectClass.UserUnknown));
        json.WriteNumber("relay_denied", rejects.Of(SmtpRejectClass.RelayDenied));
        json.WriteNumber("recipient_rejected", rejects.Of(SmtpRejectClass.RecipientRejected));
        json.WriteNumber("blocked", rejects.Of(SmtpRejectClass.Blocked));
        json.WriteNumber("greylisted", rejects.Of(SmtpRejectClass.Greylisted));
        json.WriteNumber("other", rejects.Of(SmtpRejectClass.Other));
        json.WriteEndObject();
    }

    private static void WriteClients(Utf8JsonWriter json, DnsStatistics dns)
    {
        json.WriteStartArray("top_clients");
        foreach ((IpAddress client, DnsClientCounters counters) in dns.TopClients(MostClients))
        {
            json.WriteStartObject();
            json.WriteString("client", client.ToString());
            json.WriteNumber("queries", counters.Queries);
            json.WriteNumber("responses", counters.Responses);
            json.WriteNumber("mx", counters.Mx.Value);
            json.WriteNumber("ptr", counters.Ptr.Value);
            json.WriteNumber("nxdomain", counters.NxDomain.Value);
            json.WriteNumber("distinct_names", counters.DistinctNames);
            json.WriteNumber("query_octets", counters.QueryOctets);
            json.WriteNumber("response_octets", counters.ResponseOctets);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
